package dev.intercepts.cloud.api;

import dev.intercepts.cloud.clusters.AuthenticatedCluster;
import dev.intercepts.cloud.clusters.Clusters;

/** A Traffic Manager that asks, as {@link UplinkFilter} has let it in. */
final class Uplink {

    /** Under which a request has it. */
    static final String ATTRIBUTE = "uplink";

    private final AuthenticatedCluster cluster;
    private final String token;

    Uplink(AuthenticatedCluster cluster, String token) {
        this.cluster = cluster;
        this.token = token;
    }

    AuthenticatedCluster cluster() {
        return cluster;
    }

    /** Whether its token is still the cluster's. */
    boolean holds(Clusters clusters) {
        return clusters.authenticate(cluster.clusterId().toString(), token).isPresent();
    }
}
