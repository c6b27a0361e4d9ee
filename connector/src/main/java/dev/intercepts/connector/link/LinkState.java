package dev.intercepts.connector.link;

import dev.intercepts.tunnel.TunnelDialer;

/** A tunnel's state for people. */
public final class LinkState {

    private LinkState() {}

    /** {@code connected}, {@code connecting (why)} or {@code refused (why)}. */
    public static String words(TunnelDialer.State state) {
        return switch (state) {
            case TunnelDialer.State.Connecting connecting ->
                connecting.reason() == null ? "connecting" : "connecting (" + connecting.reason() + ")";
            case TunnelDialer.State.Connected ignored -> "connected";
            case TunnelDialer.State.Refused refused -> "refused (" + refused.status() + " " + refused.message() + ")";
            case TunnelDialer.State.Closed ignored -> "closed";
        };
    }

    /** Whether streams can pass. */
    public static boolean up(TunnelDialer.State state) {
        return state instanceof TunnelDialer.State.Connected;
    }
}
