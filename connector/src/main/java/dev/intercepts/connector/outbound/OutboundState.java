package dev.intercepts.connector.outbound;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether programs reach the cluster without any setting.
 *
 * @param ranges addresses that are led into the cluster
 * @param leftOut those that are not, with a few words on why
 * @param reason why there are none, or {@code null}
 * @param remedy what to do about that, or {@code null} where there is nothing
 */
public record OutboundState(
        List<String> ranges,
        List<String> leftOut,
        @Nullable String reason,
        @Nullable String remedy) {

    static OutboundState off(List<String> leftOut, String reason, @Nullable String remedy) {
        return new OutboundState(List.of(), leftOut, reason, remedy);
    }

    /** Whether they do. */
    public boolean on() {
        return reason == null;
    }
}
