package dev.intercepts.cloud.clusters;

import java.util.UUID;

/**
 * A Traffic Manager that has shown its uplink token.
 *
 * @param tokenHash of the token, which may have ended since
 */
public record AuthenticatedCluster(UUID clusterId, UUID organizationId, String tokenHash) {}
