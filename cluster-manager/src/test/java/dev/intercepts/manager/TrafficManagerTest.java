package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.kube.TestCluster;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.StreamRefusedException;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The manager as a whole, against an API server in memory, with a made-up agent and laptop at real ports. */
class TrafficManagerTest {

    private static final Workload HELLO = new Workload(WorkloadKind.Deployment, "hello");
    private static final InterceptSpec SPEC = new InterceptSpec(
            HELLO,
            null,
            null,
            Mechanism.TCP,
            Match.ALL,
            new LocalTarget("127.0.0.1", 9000),
            FakeLaptop.SESSION,
            new Owner("ada", "adas-laptop"),
            RoutePreference.AUTO,
            null,
            null);
    private static final ManagerConfig CONFIG = new ManagerConfig(
            ClusterNames.NAMESPACE,
            "127.0.0.1",
            "127.0.0.1",
            "agent:1",
            "agent:1",
            new ManagerConfig.Ports(0, 0, 0, 0, 0, 0),
            Duration.ofMillis(300),
            Duration.ofHours(24));

    private final TestCluster cluster = new TestCluster();
    private TrafficManager.Running manager = start();
    private final LocalService local = new LocalService("from the laptop");

    private TrafficManager.Running start() {
        return TrafficManager.start(CONFIG, cluster.connect(), InstantSource.system());
    }

    @AfterEach
    void end() {
        manager.close();
        local.close();
        cluster.close();
    }

    @Test
    void carriesAnInterceptFromItsObjectToTheLaptop() throws Exception {
        cluster.createPod(cluster.podJson("hello-old", false));
        cluster.createIntercept("hello", SPEC);

        await().until(cluster::marked);
        awaitState(InterceptState.PAUSED);
        cluster.deletePod("hello-old");
        cluster.createPod(cluster.podJson("hello-new", true).replace("\"image\":\"hello\"", "\"image\":\"hello\""));
        awaitState(InterceptState.NO_AGENT);
        cluster.deletePod("hello-new");
        cluster.createPod(injected("hello-new"));

        try (FakeLaptop laptop = new FakeLaptop(manager.addresses().connectorTunnel(), local.port());
                FakeAgent agent = agent("hello-new")) {
            InterceptStatus status = awaitState(InterceptState.ACTIVE);
            assertThat(status.agentsReady()).isEqualTo(1);
            assertThat(status.agentsWanted()).isEqualTo(1);
            assertThat(status.service()).isEqualTo("hello");
            assertThat(LocalService.ask(agent.tunnel(), stream("default/hello", FakeLaptop.SESSION)))
                    .contains("200 OK")
                    .endsWith("from the laptop");
            assertThat(get("/v1/environment?namespace=default&intercept=hello"))
                    .isEqualTo("{\"container\":\"app\",\"environment\":{\"COLOR\":\"blue\"}}");
            assertThat(LocalService.ask(laptop.intoCluster(), new StreamRequest("127.0.0.1:" + local.port(), Map.of())))
                    .endsWith("from the laptop");
        }
    }

    @Test
    void letsAnAgentReachNoOtherSession() throws Exception {
        cluster.createPod(injected("hello-new"));
        cluster.createIntercept("hello", SPEC);
        try (FakeLaptop ignored = new FakeLaptop(manager.addresses().connectorTunnel(), local.port());
                FakeAgent agent = agent("hello-new")) {
            awaitState(InterceptState.ACTIVE);

            assertThat(refusal(agent, stream("default/hello", SessionId.ofToken("another"))))
                    .containsEntry(StreamHeaders.REASON, "not-allowed")
                    .containsEntry(StreamHeaders.HOP, "manager");
            assertThat(refusal(agent, stream("default/other", FakeLaptop.SESSION)))
                    .containsEntry(StreamHeaders.REASON, "not-allowed");
        }
    }

    @Test
    void withdrawsRoutesAtOnceWhenTheLaptopLeavesAndGoesOnWhenItReturns() throws Exception {
        cluster.createPod(injected("hello-new"));
        cluster.createIntercept("hello", SPEC);
        try (FakeAgent agent = agent("hello-new")) {
            FakeLaptop laptop = new FakeLaptop(manager.addresses().connectorTunnel(), local.port());
            awaitState(InterceptState.ACTIVE);
            assertThat(agent.tables().getLast().routes()).hasSize(1);

            laptop.close();

            await().atMost(Duration.ofMillis(250))
                    .untilAsserted(
                            () -> assertThat(agent.tables().getLast().routes()).isEmpty());
            awaitState(InterceptState.PAUSED);
            try (FakeLaptop ignored = new FakeLaptop(manager.addresses().connectorTunnel(), local.port())) {
                awaitState(InterceptState.ACTIVE);
            }
        }
    }

    @Test
    void losesNothingWhenItIsStartedAnew() throws Exception {
        cluster.createPod(injected("hello-new"));
        cluster.createIntercept("hello", SPEC);
        String certificate = cluster.secret(ClusterNames.WEBHOOK_SECRET).get("tls.crt");
        put("/v1/uplink", "{\"cloudUrl\":\"http://127.0.0.1:9\",\"clusterId\":\"c\",\"token\":\"secret\"}");

        manager.close();
        manager = start();

        assertThat(cluster.secret(ClusterNames.WEBHOOK_SECRET)).containsEntry("tls.crt", certificate);
        assertThat(get("/v1/version"))
                .contains("\"cloudUrl\":\"http://127.0.0.1:9\"")
                .doesNotContain("secret");
        try (FakeLaptop ignored = new FakeLaptop(manager.addresses().connectorTunnel(), local.port());
                FakeAgent ignoredToo = agent("hello-new")) {
            awaitState(InterceptState.ACTIVE);
        }
    }

    @Test
    void refusesAgentsThatAreNotWhoTheySay() throws Exception {
        String hello = "{\"namespace\":\"default\",\"pod\":\"hello-new\",\"workload\":{\"kind\":\"Deployment\","
                + "\"name\":\"hello\"},\"version\":\"1\",\"environments\":{}}";
        assertThat(routes("forged", hello)).isEqualTo(401);
        assertThat(routes("pod:other", hello)).isEqualTo(403);
        assertThat(routes("pod:hello-new", hello.replace("\"namespace\":\"default\"", "\"namespace\":\"prod\"")))
                .isEqualTo(403);
        assertThat(routes("pod:hello-new", "{}")).isEqualTo(400);
        cluster.createPod(cluster.podJson("hello-new", true));
        await().untilAsserted(() -> assertThat(
                        routes("pod:hello-new", hello.replace("\"name\":\"hello\"", "\"name\":\"another\"")))
                .isEqualTo(403));
    }

    private int routes(String token, String hello) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + manager.addresses().agentApi() + "/v1/agents/routes"))
                .header("authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(hello))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        }
    }

    private static Map<String, String> refusal(FakeAgent agent, StreamRequest request) throws Exception {
        Future<Channel> opening = agent.tunnel().open(request, new ChannelInboundHandlerAdapter());
        await().until(opening::isDone);
        return ((StreamRefusedException) opening.cause()).refusal().headers();
    }

    private static StreamRequest stream(String intercept, String session) {
        return new StreamRequest(SessionId.authority(session, 9000), Map.of(StreamHeaders.INTERCEPT, intercept));
    }

    private FakeAgent agent(String pod) {
        return new FakeAgent(manager.addresses(), "default", pod, HELLO, "pod:" + pod);
    }

    private InterceptStatus awaitState(InterceptState state) {
        return await().atMost(Duration.ofSeconds(15))
                .until(() -> cluster.status("hello"), status -> status != null && status.state() == state);
    }

    /** A pod as the API server would make it: through the webhook over TLS, by the CA that the manager registered. */
    private String injected(String name) throws Exception {
        String pod = cluster.podJson(name, true);
        await().until(() -> cluster.caBundle() != null);
        String review = "{\"request\":{\"uid\":\"1\",\"namespace\":\"default\",\"object\":" + pod + "}}";
        String answer = WebhookCall.post(manager.addresses().webhook(), cluster.caBundle(), review);
        JsonNode response = Json.read(answer, JsonNode.class).path("response");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        String patch = new String(
                Base64.getDecoder().decode(response.path("patch").asString()), java.nio.charset.StandardCharsets.UTF_8);
        return io.fabric8.zjsonpatch.JsonPatch.apply(Json.read(patch, JsonNode.class), Json.read(pod, JsonNode.class))
                .toString();
    }

    private String get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(api(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void put(String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(api(path))
                    .PUT(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    private URI api(String path) {
        return URI.create("http://127.0.0.1:" + manager.addresses().connectorApi() + path);
    }
}
