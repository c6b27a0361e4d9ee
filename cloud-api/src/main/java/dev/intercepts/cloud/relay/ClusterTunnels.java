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
     * @return {@code null} where neither is connected
     */
    @Nullable
    StreamOpener find(String organizationId, String clusterId, String sessionId);
}
