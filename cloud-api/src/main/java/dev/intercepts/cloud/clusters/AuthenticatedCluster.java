package dev.intercepts.cloud.clusters;

import java.util.UUID;

/** A Traffic Manager that has shown its uplink token. */
public record AuthenticatedCluster(UUID clusterId, UUID organizationId) {}
