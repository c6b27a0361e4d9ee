package dev.intercepts.cloud.relay;

import java.util.Optional;

/** What tokens of tunnels prove. Methods may block; the relay calls them on virtual threads. */
public interface TunnelCredentials {

    /** The organization that a cluster with this uplink token belongs to; empty where the token is not that cluster's. */
    Optional<String> organizationOfCluster(String clusterId, String token);

    /** The organization that an access token speaks for; empty where it is unknown, late or revoked. */
    Optional<String> organizationOfBearer(String token);
}
