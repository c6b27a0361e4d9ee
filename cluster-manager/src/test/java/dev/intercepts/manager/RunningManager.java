package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.injection.ImagePull;
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
import dev.intercepts.tunnel.StreamRequest;
import io.fabric8.zjsonpatch.JsonPatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A manager on free ports, and what tests do with it. */
final class RunningManager implements AutoCloseable {

    static final Workload HELLO = new Workload(WorkloadKind.Deployment, "hello");

    static final InterceptSpec SPEC = new InterceptSpec(
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
            "manager-1",
            "127.0.0.1",
            "127.0.0.1",
            "agent:1",
            "agent:1",
            ImagePull.DEFAULT,
            null,
            new ManagerConfig.Ports(0, 0, 0, 0, 0, 0),
            Duration.ofMillis(300),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            false);

    private final TestCluster cluster;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Duration ahead = Duration.ZERO;
    private TrafficManager.Running running;

    private RunningManager(TestCluster cluster) {
        this.cluster = cluster;
        this.running = run();
    }

    static RunningManager start(TestCluster cluster) {
        return new RunningManager(cluster);
    }

    private TrafficManager.Running run() {
        return TrafficManager.start(CONFIG, cluster.connect(), this::now);
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    /** Moves its clock on; it looks at it when something changes. */
    void later(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Another one in its place. */
    void restart() {
        running.close();
        running = run();
    }

    /** Where it listens once it works. */
    Duty.Addresses addresses() {
        return await().until(running::duty, Optional::isPresent).orElseThrow();
    }

    /** Where it listens whether it works or not. */
    TrafficManager.Addresses always() {
        return running.addresses();
    }

    FakeAgent agent(String pod) {
        return new FakeAgent(addresses(), "default", pod, HELLO, "pod:" + pod);
    }

    FakeLaptop laptop(LocalService local) {
        return new FakeLaptop(addresses().connectorTunnel(), local.port());
    }

    static StreamRequest stream(String intercept, String session) {
        return new StreamRequest(SessionId.authority(session, 9000), Map.of(StreamHeaders.INTERCEPT, intercept));
    }

    InterceptStatus awaitState(InterceptState state) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.status("hello"), status -> status != null && status.state() == state);
    }

    /** A pod as the API server would make it: through the webhook over TLS, by the CA that the manager registered. */
    String injected(String name) throws Exception {
        return injected(cluster, running.addresses().webhook(), name);
    }

    static String injected(TestCluster cluster, int webhook, String name) throws Exception {
        String pod = cluster.podJson(name, true);
        await().until(() -> cluster.caBundle() != null);
        String review = "{\"request\":{\"uid\":\"1\",\"namespace\":\"default\",\"object\":" + pod + "}}";
        String answer = WebhookCall.post(webhook, cluster.caBundle(), review);
        JsonNode response = Json.read(answer, JsonNode.class).path("response");
        assertThat(response.path("allowed").asBoolean()).isTrue();
        String patch =
                new String(Base64.getDecoder().decode(response.path("patch").asString()), StandardCharsets.UTF_8);
        return JsonPatch.apply(Json.read(patch, JsonNode.class), Json.read(pod, JsonNode.class))
                .toString();
    }

    /** Of the connectors' API. */
    String get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(api(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** To the connectors' API. */
    void put(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api(path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
    }

    private URI api(String path) {
        return URI.create("http://127.0.0.1:" + addresses().connectorApi() + path);
    }

    @Override
    public void close() {
        http.shutdownNow();
        running.close();
    }
}
