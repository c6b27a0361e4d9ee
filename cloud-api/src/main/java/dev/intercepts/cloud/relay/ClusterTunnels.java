package dev.intercepts.cloud.relay;

import dev.intercepts.tunnel.StreamOpener;
import org.jspecify.annotations.Nullable;

/** The way into clusters. Asked on event loops, so it answers from memory. */
@FunctionalInterface
public interface ClusterTunnels {

    /**
     * What leads into the cluster: its own tunnels, or, where it has none, the tunnels of the session, whose connector passes
     * streams on to the manager.
     *
     * @param organizationId whose cluster and session they are; another's are never found
     * @return {@code null} where neither is connected, or the cluster is revoked
     */
    @Nullable
    StreamOpener find(String organizationId, String clusterId, String sessionId);

    /** Whether the cluster's token was taken back: then nothing leads there, what is under way included. */
    default boolean revoked(String clusterId) {
        return false;
    }
}
