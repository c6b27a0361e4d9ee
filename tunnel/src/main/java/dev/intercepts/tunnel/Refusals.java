package dev.intercepts.tunnel;

import java.util.HashMap;
import java.util.Map;

/** The refusals that the tunnel itself makes; the tokens are those of docs/protocol.md. */
final class Refusals {

    static final String REASON = "intercepts-reason";
    static final String HOP = "intercepts-hop";

    private Refusals() {}

    /** The peer did not answer within the time for opening. */
    static StreamRefusal timeout() {
        return of(504, "timeout");
    }

    /** The peer's limit of streams is reached. */
    static StreamRefusal overloaded() {
        return of(503, "overloaded");
    }

    static StreamRefusal timeout(String hop) {
        return of(504, "timeout", hop);
    }

    static StreamRefusal connectFailed(String hop) {
        return of(502, "connect-failed", hop);
    }

    static StreamRefusal notAllowed(String hop) {
        return of(403, "not-allowed", hop);
    }

    static StreamRefusal noTunnel(String hop) {
        return of(503, "no-tunnel", hop);
    }

    /** The refusal with the hop, unless one further on has put its own. */
    static StreamRefusal at(String hop, StreamRefusal refusal) {
        if (refusal.headers().containsKey(HOP)) {
            return refusal;
        }
        Map<String, String> headers = new HashMap<>(refusal.headers());
        headers.put(HOP, hop);
        return new StreamRefusal(refusal.status(), headers);
    }

    private static StreamRefusal of(int status, String reason) {
        return new StreamRefusal(status, Map.of(REASON, reason));
    }

    private static StreamRefusal of(int status, String reason, String hop) {
        return new StreamRefusal(status, Map.of(REASON, reason, HOP, hop));
    }
}
