package dev.intercepts.tunnel;

import java.util.Map;

/**
 * The authenticated other end of a tunnel.
 *
 * @param id what it is addressed by: a session id, a cluster id, a pod
 * @param attributes further facts the authenticator found, such as the organization
 */
public record Peer(String id, Map<String, String> attributes) {

    public Peer {
        attributes = Map.copyOf(attributes);
    }
}
