package dev.intercepts.manager.sessions;

import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.StreamRefusal;
import java.util.Map;

/** Refusals by the manager itself. */
final class Refusals {

    private Refusals() {}

    static StreamRefusal of(RefusalReason reason) {
        return new StreamRefusal(
                reason.status(), Map.of(StreamHeaders.REASON, reason.token(), StreamHeaders.HOP, Hop.MANAGER.token()));
    }
}
