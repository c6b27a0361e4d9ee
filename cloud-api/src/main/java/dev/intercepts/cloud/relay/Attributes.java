package dev.intercepts.cloud.relay;

import dev.intercepts.tunnel.Peer;
import java.util.Map;
import java.util.Objects;

/** What the relay remembers of a peer. */
final class Attributes {

    private static final String KIND = "kind";
    private static final String ORGANIZATION = "organization";

    private Attributes() {}

    static Peer cluster(String id, String organization) {
        return new Peer(id, Map.of(KIND, "cluster", ORGANIZATION, organization));
    }

    static Peer session(String id, String organization) {
        return new Peer(id, Map.of(KIND, "session", ORGANIZATION, organization));
    }

    static boolean isCluster(Peer peer) {
        return "cluster".equals(peer.attributes().get(KIND));
    }

    static String organization(Peer peer) {
        return Objects.requireNonNull(peer.attributes().get(ORGANIZATION), "a peer without organization was let in");
    }
}
