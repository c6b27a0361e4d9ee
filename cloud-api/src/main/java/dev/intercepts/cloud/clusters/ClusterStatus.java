package dev.intercepts.cloud.clusters;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, for people to read.
 *
 * @param name the kubeconfig's name for it, as of when it was added
 * @param uid of its namespace kube-system
 * @param state whether its Traffic Manager reports and has a tunnel
 * @param connectedSince since when it has reported without a break; {@code null} where it does not
 * @param lastSeen when it reported last; {@code null} if never
 * @param managerVersion version of its Traffic Manager; {@code null} before the first report
 * @param addedAt when somebody made it known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterStatus(
        UUID id,
        String name,
        String uid,
        State state,
        @Nullable Instant connectedSince,
        @Nullable Instant lastSeen,
        @Nullable String managerVersion,
        Instant addedAt) {

    /** Whether a Traffic Manager reports. */
    public enum State {
        /** It does. */
        CONNECTED,
        /** It has, and does no more, or its tunnels have ended. */
        SILENT,
        /** It never has. */
        NEW,
        /** Its token was taken back, and nobody has connected it since. */
        REVOKED
    }
}
