package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.injection.ImagePull;
import dev.intercepts.manager.kube.TestCluster;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Attacks on what a cluster trusts the manager with. The pod's address is 127.0.0.2 here, its loopback 127.0.0.1. */
class ClusterSecurityTest {

    private static final String POD_IP = "127.0.0.2";

    private final TestCluster cluster = new TestCluster();
    private final TrafficManager.Running manager = TrafficManager.start(
            new ManagerConfig(
                    ClusterNames.NAMESPACE,
                    "manager-1",
                    POD_IP,
                    ManagerConfig.of(Map.of("AGENT_IMAGE", "agent:1", "POD_IP", POD_IP))
                            .connectorHost(),
                    "agent:1",
                    "agent:1",
                    ImagePull.DEFAULT,
                    null,
                    new ManagerConfig.Ports(0, 0, 0, 0, 0, 0),
                    Duration.ofSeconds(5),
                    Duration.ofHours(24),
                    Duration.ofSeconds(1),
                    false),
            cluster.connect(),
            InstantSource.system());
    private final Duty.Addresses addresses =
            await().until(manager::duty, Optional::isPresent).orElseThrow();

    @AfterEach
    void end() {
        manager.close();
        cluster.close();
    }

    /** Who is in the cluster's network must not be able to pose as a laptop: only a port-forward reaches a pod's loopback. */
    @Test
    void connectorsPortsAreOnThePodsLoopbackOnly() throws IOException {
        for (int port : new int[] {addresses.connectorTunnel(), addresses.connectorApi()}) {
            assertThat(listens("127.0.0.1", port)).isTrue();
            assertThat(listens(POD_IP, port)).isFalse();
        }
        assertThat(listens(POD_IP, addresses.agentApi())).isTrue();
    }

    /** Unknown, of another audience (such as a pod's ordinary token), of a ServiceAccount that is no pod, and none at all. */
    @ParameterizedTest
    @ValueSource(strings = {"forged", "kubernetes:hello-new", "person:ada", ""})
    void noTokenButAPodsOwnForThisAudienceLetsAnAgentIn(String token) throws Exception {
        String hello = "{\"namespace\":\"default\",\"pod\":\"hello-new\",\"workload\":{\"kind\":\"Deployment\","
                + "\"name\":\"hello\"},\"version\":\"1\",\"environments\":{}}";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + POD_IP + ":" + addresses.agentApi() + "/v1/agents/routes"))
                    .header("authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString(hello))
                    .build();
            HttpResponse<?> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isIn(401, 403);
        }
        TunnelDialer tunnel = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://" + POD_IP + ":" + addresses.agentTunnel()),
                        1,
                        null,
                        null,
                        TunnelSettings.DEFAULT),
                () -> new Hello("agent", Direction.OPEN, token, "0.1.0", Map.of()),
                stream -> {
                    throw new AssertionError("nobody opens streams here");
                },
                state -> {});
        try {
            await().until(() -> tunnel.state() instanceof TunnelDialer.State.Refused);
        } finally {
            tunnel.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ClusterNames.NAMESPACE, "kube-system"})
    void theWebhookTouchesNeitherItsOwnNamespaceNorKubeSystem(String namespace) throws Exception {
        await().untilAsserted(() -> assertThat(review("default").has("patch"))
                .as("elsewhere it does")
                .isTrue());
        assertThat(review(namespace).has("patch")).isFalse();
    }

    private JsonNode review(String namespace) throws Exception {
        await().until(() -> cluster.caBundle() != null);
        String review = "{\"request\":{\"uid\":\"1\",\"namespace\":\"" + namespace + "\",\"object\":"
                + cluster.podJson("hello-new", true) + "}}";
        String answer = WebhookCall.post(POD_IP, manager.addresses().webhook(), cluster.caBundle(), review);
        JsonNode response = Json.read(answer, JsonNode.class).path("response");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        return response;
    }

    private static boolean listens(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), 2000);
            return true;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }
}
