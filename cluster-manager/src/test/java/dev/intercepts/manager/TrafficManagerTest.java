package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.kube.TestCluster;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRefusedException;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.TunnelDialer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The manager as a whole, against an API server in memory, with a made-up agent and laptop at real ports. */
class TrafficManagerTest {

    private final TestCluster cluster = new TestCluster();
    private final RunningManager manager = RunningManager.start(cluster);
    private final LocalService local = new LocalService("from the laptop");

    @AfterEach
    void end() {
        manager.close();
        local.close();
        cluster.close();
    }

    @Test
    void carriesAnInterceptFromItsObjectToTheLaptop() throws Exception {
        cluster.createPod(cluster.podJson("hello-old", false));
        cluster.createIntercept("hello", RunningManager.SPEC);

        await().until(() -> "enabled".equals(cluster.mark()));
        manager.awaitState(InterceptState.PAUSED);
        cluster.deletePod("hello-old");
        cluster.createPod(manager.injected("hello-new"));

        try (FakeLaptop laptop = manager.laptop(local);
                FakeAgent agent = manager.agent("hello-new")) {
            InterceptStatus status = manager.awaitState(InterceptState.ACTIVE);
            assertThat(status.agentsReady()).isEqualTo(1);
            assertThat(status.agentsWanted()).isEqualTo(1);
            assertThat(status.service()).isEqualTo("hello");
            assertThat(LocalService.ask(agent.tunnel(), RunningManager.stream("default/hello", FakeLaptop.SESSION)))
                    .contains("200 OK")
                    .endsWith("from the laptop");
            assertThat(manager.get("/v1/environment?namespace=default&intercept=hello"))
                    .isEqualTo("{\"container\":\"app\",\"environment\":{\"COLOR\":\"blue\"}}");
            assertThat(LocalService.ask(laptop.intoCluster(), new StreamRequest("127.0.0.1:" + local.port(), Map.of())))
                    .endsWith("from the laptop");
        }
    }

    @Test
    void rollsOutOnceMoreWhatWasMadeWhileItWasAwayAndSaysSoIfThatDidNotHelp() throws Exception {
        cluster.createIntercept("hello", RunningManager.SPEC);
        await().until(() -> "enabled".equals(cluster.mark()));
        cluster.createPod(cluster.podJson("hello-missed", true));
        manager.awaitState(InterceptState.PAUSED);

        manager.later(Duration.ofSeconds(15));
        cluster.createPod(cluster.podJson("hello-missed-too", true));

        await().until(() -> String.valueOf(cluster.mark()).startsWith("enabled again "));
        cluster.deletePod("hello-missed");
        cluster.deletePod("hello-missed-too");
        cluster.createPod(cluster.podJson("hello-missed-again", true));
        manager.awaitState(InterceptState.NO_AGENT);
        cluster.deletePod("hello-missed-again");
        cluster.createPod(manager.injected("hello-new"));
        try (FakeLaptop ignored = manager.laptop(local);
                FakeAgent ignoredToo = manager.agent("hello-new")) {
            manager.awaitState(InterceptState.ACTIVE);
        }
    }

    @Test
    void letsAnAgentReachNoOtherSession() throws Exception {
        cluster.createPod(manager.injected("hello-new"));
        cluster.createIntercept("hello", RunningManager.SPEC);
        try (FakeLaptop ignored = manager.laptop(local);
                FakeAgent agent = manager.agent("hello-new")) {
            manager.awaitState(InterceptState.ACTIVE);

            assertThat(refusal(agent, RunningManager.stream("default/hello", SessionId.ofToken("another"))))
                    .containsEntry(StreamHeaders.REASON, "not-allowed")
                    .containsEntry(StreamHeaders.HOP, "manager");
            assertThat(refusal(agent, RunningManager.stream("default/other", FakeLaptop.SESSION)))
                    .containsEntry(StreamHeaders.REASON, "not-allowed");
        }
    }

    /** A laptop leads visitors of its previews into the cluster, too: by it nobody reaches what a port-forward is needed for. */
    @Test
    void leadsNoLaptopsStreamBackIntoItself() {
        try (FakeLaptop laptop = manager.laptop(local)) {
            await().until(() -> laptop.intoCluster().state() instanceof TunnelDialer.State.Connected);
            for (String target : List.of(
                    "127.0.0.1:" + manager.addresses().connectorApi(),
                    "0.0.0.0:" + manager.addresses().connectorApi(),
                    "localhost:" + manager.addresses().connectorTunnel(),
                    "169.254.169.254:80")) {
                assertThat(refusal(laptop.intoCluster(), new StreamRequest(target, Map.of())))
                        .as(target)
                        .containsEntry(StreamHeaders.REASON, "not-allowed")
                        .containsEntry(StreamHeaders.HOP, "manager");
            }
        }
    }

    @Test
    void withdrawsRoutesAtOnceWhenTheLaptopLeavesAndGoesOnWhenItReturns() throws Exception {
        cluster.createPod(manager.injected("hello-new"));
        cluster.createIntercept("hello", RunningManager.SPEC);
        try (FakeAgent agent = manager.agent("hello-new")) {
            FakeLaptop laptop = manager.laptop(local);
            manager.awaitState(InterceptState.ACTIVE);
            assertThat(agent.tables().getLast().routes()).hasSize(1);

            laptop.close();

            await().untilAsserted(
                            () -> assertThat(agent.tables().getLast().routes()).isEmpty());
            manager.awaitState(InterceptState.PAUSED);
            try (FakeLaptop ignored = manager.laptop(local)) {
                manager.awaitState(InterceptState.ACTIVE);
            }
        }
    }

    @Test
    void losesNothingWhenItIsStartedAnew() throws Exception {
        cluster.createPod(manager.injected("hello-new"));
        cluster.createIntercept("hello", RunningManager.SPEC);
        String certificate = cluster.secret(ClusterNames.WEBHOOK_SECRET).get("tls.crt");
        manager.put("/v1/uplink", "{\"cloudUrl\":\"http://127.0.0.1:9\",\"clusterId\":\"c\",\"token\":\"secret\"}");

        manager.restart();

        assertThat(cluster.secret(ClusterNames.WEBHOOK_SECRET)).containsEntry("tls.crt", certificate);
        assertThat(manager.get("/v1/version"))
                .contains("\"cloudUrl\":\"http://127.0.0.1:9\"")
                .doesNotContain("secret");
        try (FakeLaptop ignored = manager.laptop(local);
                FakeAgent ignoredToo = manager.agent("hello-new")) {
            manager.awaitState(InterceptState.ACTIVE);
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

    /** Else a pod of nothing, or one that is long gone, could hand laptops an environment of its own making. */
    @Test
    void takesNoPodsWordForWhoseItIs() throws Exception {
        String hello = "{\"namespace\":\"default\",\"pod\":\"hello-bare\",\"workload\":{\"kind\":\"Deployment\","
                + "\"name\":\"hello\"},\"version\":\"1\",\"environments\":{\"app\":{\"COLOR\":\"red\"}}}";
        await("unseen").until(() -> routes("pod:hello-bare", hello) == 503);

        cluster.createPod(cluster.bareJson("hello-bare"));

        await("of nothing")
                .untilAsserted(() -> assertThat(routes("pod:hello-bare", hello)).isEqualTo(403));
    }

    /** An agent that follows already, of a pod that is given to somebody else or is gone. */
    @Test
    void tellsNoEnvironmentOfAPodThatIsNotTheWorkloadsAnyMore() throws Exception {
        cluster.createPod(manager.injected("hello-new"));
        cluster.createIntercept("hello", RunningManager.SPEC);
        try (FakeLaptop ignored = manager.laptop(local);
                FakeAgent ignoredToo = manager.agent("hello-new")) {
            manager.awaitState(InterceptState.ACTIVE);
            assertThat(manager.get("/v1/environment?namespace=default&intercept=hello"))
                    .contains("blue");

            cluster.deletePod("hello-new");

            await().untilAsserted(() -> assertThat(manager.get("/v1/environment?namespace=default&intercept=hello"))
                    .doesNotContain("blue"));
        }
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

    private static Map<String, String> refusal(FakeAgent agent, StreamRequest request) {
        return refusal(agent.tunnel(), request);
    }

    private static Map<String, String> refusal(StreamOpener tunnel, StreamRequest request) {
        Future<Channel> opening = tunnel.open(request, new ChannelInboundHandlerAdapter());
        await().until(opening::isDone);
        return ((StreamRefusedException) opening.cause()).refusal().headers();
    }
}
