package dev.intercepts.playground.kube;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The bearer tokens that this cluster issued. A token that is bound to a pod ends with the pod. */
final class Tokens {

    /** The audience of tokens for the API server itself. */
    static final String API_AUDIENCE = "https://kubernetes.default.svc.cluster.local";

    /** What the tokens of ServiceAccounts are signed with. */
    private final ECKey key = newKey();

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
        Instant never = clock.instant().plus(Duration.ofDays(36_500));
        return remember(new Issued(User.ADMIN, API_AUDIENCE, never, Optional.empty()), new JWTClaimsSet.Builder());
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
        Map<String, Object> bound = new LinkedHashMap<>();
        bound.put("namespace", namespace);
        bound.put("serviceaccount", Map.of("name", Meta.name(serviceAccount), "uid", Meta.uid(serviceAccount)));
        pod.ifPresent(place -> bound.put("pod", Map.of("name", Meta.name(place), "uid", Meta.uid(place))));
        return remember(
                new Issued(
                        user,
                        audience.isEmpty() ? API_AUDIENCE : audience,
                        clock.instant().plus(validFor),
                        pod),
                new JWTClaimsSet.Builder().claim("kubernetes.io", bound));
    }

    /** A JWT as Kubernetes makes it; no two are the same. */
    private String remember(Issued token, JWTClaimsSet.Builder claims) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                claims.issuer(API_AUDIENCE)
                        .subject(token.user().name())
                        .audience(token.audience())
                        .issueTime(Date.from(clock.instant()))
                        .expirationTime(Date.from(token.expires()))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        String text = jwt.serialize();
        issued.put(text, token);
        return text;
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By which others verify the tokens: the documents of ServiceAccount issuer discovery. */
    Optional<ObjectNode> published(String path) {
        return switch (path) {
            case "/.well-known/openid-configuration" ->
                Optional.of(
                        Json.object().put("issuer", API_AUDIENCE).put("jwks_uri", API_AUDIENCE + "/openid/v1/jwks"));
            case "/openid/v1/jwks" ->
                Optional.of((ObjectNode)
                        Json.MAPPER.readTree(new JWKSet(key).toPublicJWKSet().toString()));
            default -> Optional.empty();
        };
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
