package dev.intercepts.tunnel;

/** Receives the streams that the peer opens. Called on the tunnel's event loop and must not block. */
@FunctionalInterface
public interface StreamAcceptor {

    /** Must lead to exactly one {@link IncomingStream#accept} or {@link IncomingStream#refuse}, now or later. */
    void onStream(IncomingStream stream);
}
