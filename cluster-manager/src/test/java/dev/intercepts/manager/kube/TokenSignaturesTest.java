package dev.intercepts.manager.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.intercepts.manager.agents.AgentIdentity;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens as Kubernetes makes them, and as an attacker would. */
class TokenSignaturesTest {

    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final RSAKey KEY = key("one");
    private static final RSAKey OTHER = key("one");

    private final Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), responses, new KubernetesMixedDispatcher(responses), false);
    private KubernetesClient client = start();
    private final TokenSignatures signatures = new TokenSignatures(client, "team-a");

    private KubernetesClient start() {
        server.init();
        client = server.createClient();
        return client;
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void publish() {
        server.expect()
                .get()
                .withPath("/.well-known/openid-configuration")
                .andReturn(200, Map.of("issuer", ISSUER, "jwks_uri", ISSUER + "/openid/v1/jwks"))
                .always();
        server.expect()
                .get()
                .withPath("/openid/v1/jwks")
                .andReturn(200, new JWKSet(KEY).toPublicJWKSet().toString())
                .always();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("hello-1")
                        .withNamespace("team-a")
                        .withUid("u1")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void end() {
        client.close();
        server.destroy();
    }

    private String uid() {
        return client.pods()
                .inNamespace("team-a")
                .withName("hello-1")
                .require()
                .getMetadata()
                .getUid();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("system:serviceaccount:team-a:default")
                .audience(ClusterNames.AGENT_TOKEN_AUDIENCE)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("kubernetes.io", Map.of("namespace", "team-a", "pod", Map.of("name", "hello-1", "uid", uid())));
    }

    private static String signed(JWTClaimsSet.Builder claims, RSAKey by) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims.build());
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    @Test
    void aPodsTokenIsThatPods() throws Exception {
        assertThat(signatures.review(signed(claims(), KEY))).contains(new AgentIdentity("team-a", "hello-1"));
    }

    @Test
    void whatTheApiServerDidNotSignIsNobodys() throws Exception {
        assertThat(signatures.review(signed(claims(), OTHER))).isEmpty();
        assertThat(signatures.review(new PlainJWT(claims().build()).serialize()))
                .isEmpty();
        SignedJWT byPublicKey = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
        byPublicKey.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
        assertThat(signatures.review(byPublicKey.serialize())).isEmpty();
        String good = signed(claims(), KEY);
        assertThat(signatures.review(good.substring(0, good.length() - 8) + "AAAAAAAA"))
                .isEmpty();
        assertThat(signatures.review("pod:hello-1")).isEmpty();
    }

    @Test
    void aTokenForSomethingElseIsRefused() throws Exception {
        Date past = Date.from(Instant.now().minusSeconds(600));
        for (JWTClaimsSet.Builder claims : List.of(
                claims().audience("https://kubernetes.default.svc"),
                claims().issuer("https://elsewhere"),
                claims().expirationTime(past),
                claims().expirationTime(null),
                claims().claim("kubernetes.io", null),
                claims().claim("kubernetes.io", Map.of("namespace", "team-a")),
                claims().claim(
                                "kubernetes.io",
                                Map.of("namespace", "team-b", "pod", Map.of("name", "hello-1", "uid", uid()))))) {
            assertThat(signatures.review(signed(claims, KEY)))
                    .as(claims.build().toString())
                    .isEmpty();
        }
    }

    @Test
    void aPodThatIsGoneOrCameAnewHasNoneAnyMore() throws Exception {
        String token = signed(claims(), KEY);
        client.pods().inNamespace("team-a").withName("hello-1").delete();
        assertThat(signatures.review(token)).isEmpty();

        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("hello-1")
                        .withNamespace("team-a")
                        .withUid("u2")
                        .endMetadata()
                        .build())
                .create();
        assertThat(signatures.review(token)).isEmpty();
    }

    @Test
    void whoCannotAskForTheKeysSaysThatNobodyCanTell() throws Exception {
        String token = signed(claims(), KEY);
        responses.clear();
        assertThatThrownBy(() -> new TokenSignatures(client, "team-a").review(token))
                .isInstanceOf(RuntimeException.class);
    }
}
