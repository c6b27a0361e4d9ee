package dev.intercepts.cloud.clusters;

import java.util.UUID;

/** Application event: a cluster's token is no longer good; what it opened must be closed. */
public record ClusterTokenReplaced(UUID clusterId) {}
