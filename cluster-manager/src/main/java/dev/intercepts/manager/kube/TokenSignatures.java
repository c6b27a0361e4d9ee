package dev.intercepts.manager.kube;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.intercepts.manager.agents.AgentIdentity;
import dev.intercepts.manager.agents.TokenReviewer;
import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Knows whose ServiceAccount token it is where TokenReview may not be asked: by its signature, which the API server's published keys
 * verify (JWT, RFC 7519; the ServiceAccount issuer discovery that Kubernetes gives to every ServiceAccount), its issuer, audience,
 * expiry and namespace, and by its pod, which must be there with the uid that the token names.
 */
final class TokenSignatures implements TokenReviewer {

    private static final String KEYS = "/openid/v1/jwks";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    /** Those that Kubernetes signs with. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** A token with a key that nobody knows must not make us ask for the keys each time. */
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final KubernetesClient client;
    private final String namespace;
    private @Nullable Known known;

    /** What the API server publishes. */
    private record Known(JWKSet keys, DefaultJWTProcessor<SecurityContext> processor, long at) {}

    TokenSignatures(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    @Override
    public Optional<AgentIdentity> review(String token) {
        try {
            return identity(known().processor().process(token, null));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            if (e instanceof KeySourceException) {
                throw new IllegalStateException("the API server's keys are not known now", e);
            }
            return Optional.empty();
        }
    }

    private Optional<AgentIdentity> identity(JWTClaimsSet claims) throws ParseException {
        JsonNode bound = Json.tree(
                Optional.<Object>ofNullable(claims.getClaim("kubernetes.io")).orElse(Map.of()));
        String pod = bound.path("pod").path("name").asString("");
        String uid = bound.path("pod").path("uid").asString("");
        if (!bound.path("namespace").asString("").equals(namespace) || pod.isEmpty() || uid.isEmpty()) {
            return Optional.empty();
        }
        Pod there = client.pods().inNamespace(namespace).withName(pod).get();
        return Optional.ofNullable(there)
                .filter(found -> uid.equals(found.getMetadata().getUid()))
                .map(found -> new AgentIdentity(namespace, pod));
    }

    private synchronized Known known() {
        Known now = known;
        if (now == null) {
            now = ask();
            known = now;
        }
        return now;
    }

    /** The keys, asked for again where a token names one that is not among them: the API server may have a new one. */
    private synchronized JWKSet keys(boolean unknownKey) {
        Known now = known();
        if (unknownKey && System.nanoTime() - now.at() > ASK_AGAIN_NANOS) {
            now = ask();
            known = now;
        }
        return now.keys();
    }

    private Known ask() {
        try {
            String issuer =
                    Json.read(raw(DISCOVERY), JsonNode.class).path("issuer").asString("");
            if (issuer.isEmpty()) {
                throw new IllegalStateException(DISCOVERY + ": names no issuer");
            }
            return new Known(JWKSet.parse(raw(KEYS)), processor(issuer), System.nanoTime());
        } catch (BadRequestException | ParseException e) {
            throw new IllegalStateException("the API server's keys are not understood", e);
        }
    }

    private String raw(String path) {
        String document = client.raw(path);
        if (document == null) {
            throw new IllegalStateException(path + ": the API server does not serve it");
        }
        return document;
    }

    private DefaultJWTProcessor<SecurityContext> processor(String issuer) {
        JWKSource<SecurityContext> source = (selector, context) -> {
            try {
                var found = selector.select(keys(false));
                return found.isEmpty() ? selector.select(keys(true)) : found;
            } catch (RuntimeException e) {
                throw new RemoteKeySourceException(String.valueOf(e.getMessage()), e);
            }
        };
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                ClusterNames.AGENT_TOKEN_AUDIENCE,
                new JWTClaimsSet.Builder().issuer(issuer).build(),
                Set.of("sub", "exp", "kubernetes.io")));
        return processor;
    }
}
