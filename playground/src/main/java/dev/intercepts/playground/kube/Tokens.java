package dev.intercepts.playground.kube;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The bearer tokens that this cluster issued. A token that is bound to a pod ends with the pod. */
final class Tokens {

    /** The audience of tokens for the API server itself. */
    static final String API_AUDIENCE = "https://kubernetes.default.svc.cluster.local";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ObjectStore store;
    private final Clock clock;
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();

    private record Issued(User user, String audience, Instant expires, Optional<ObjectNode> pod) {}

    Tokens(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A token of the kubeconfig's user. */
    String issueAdmin() {
        return remember(new Issued(User.ADMIN, API_AUDIENCE, Instant.MAX, Optional.empty()));
    }

    /**
     * A token of a ServiceAccount.
     *
     * @param pod that it is bound to, if any
     */
    String issue(ObjectNode serviceAccount, String audience, Duration validFor, Optional<ObjectNode> pod) {
        String namespace = Meta.namespace(serviceAccount);
        Map<String, String> extra = pod.map(bound -> Map.of(
                        "authentication.kubernetes.io/pod-name", Meta.name(bound),
                        "authentication.kubernetes.io/pod-uid", Meta.uid(bound)))
                .orElse(Map.of());
        User user = new User(
                "system:serviceaccount:" + namespace + ":" + Meta.name(serviceAccount),
                Meta.uid(serviceAccount),
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"),
                extra);
        return remember(new Issued(
                user,
                audience.isEmpty() ? API_AUDIENCE : audience,
                clock.instant().plus(validFor),
                pod));
    }

    private String remember(Issued token) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(text, token);
        return text;
    }

    /** Whose token this is, if it is valid for that audience. */
    Optional<User> user(String token, String audience) {
        return Optional.ofNullable(issued.get(token))
                .filter(found -> found.audience().equals(audience))
                .filter(found -> found.expires().isAfter(clock.instant()))
                .filter(found -> found.pod().map(this::isThere).orElse(true))
                .map(Issued::user);
    }

    private boolean isThere(ObjectNode pod) {
        return store.find(ResourceTypes.PODS, Meta.namespace(pod), Meta.name(pod))
                .filter(now -> Meta.uid(now).equals(Meta.uid(pod)))
                .isPresent();
    }
}
