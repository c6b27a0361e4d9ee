package dev.intercepts.cloud.clusters;

import java.util.UUID;

/** Application event: a cluster's Traffic Manager came, went, or has another version than before. */
public record ClusterReported(UUID organizationId, UUID clusterId) {}
