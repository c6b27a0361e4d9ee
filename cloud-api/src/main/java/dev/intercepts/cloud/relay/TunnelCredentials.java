package dev.intercepts.cloud.relay;

import java.util.Optional;

/** What tokens of tunnels prove. Methods may block; the relay calls them on virtual threads. */
public interface TunnelCredentials {

    /** The organization that a cluster with this uplink token belongs to; empty where the token is not that cluster's. */
    Optional<String> organizationOfCluster(String clusterId, String token);

    /** What an access token or API key gives a laptop the right to; empty where it is unknown, late or revoked. */
    Optional<SessionRight> sessionOfBearer(String token);

    /**
     * The right of a laptop to a tunnel.
     *
     * @param organization whose
     * @param credential what it hangs on: the tunnel ends with it ({@link Relay#disconnect})
     */
    record SessionRight(String organization, String credential) {}
}
