package dev.intercepts.cloud.relay;

import dev.intercepts.cloud.relay.TunnelCredentials.SessionRight;
import dev.intercepts.tunnel.Peer;
import java.util.Map;
import java.util.Objects;

/** What the relay remembers of a peer. */
final class Attributes {

    private static final String KIND = "kind";
    private static final String ORGANIZATION = "organization";
    private static final String CREDENTIAL = "credential";

    private Attributes() {}

    static Peer cluster(String id, String organization) {
        return new Peer(id, Map.of(KIND, "cluster", ORGANIZATION, organization));
    }

    static Peer session(String id, SessionRight right) {
        return new Peer(
                id, Map.of(KIND, "session", ORGANIZATION, right.organization(), CREDENTIAL, right.credential()));
    }

    /** What a session's tunnel hangs on; empty for a cluster's. */
    static String credential(Peer peer) {
        return peer.attributes().getOrDefault(CREDENTIAL, "");
    }

    static boolean isCluster(Peer peer) {
        return "cluster".equals(peer.attributes().get(KIND));
    }

    static String organization(Peer peer) {
        return Objects.requireNonNull(peer.attributes().get(ORGANIZATION), "a peer without organization was let in");
    }
}
