package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.kube.TestCluster;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.protocol.cloud.CloudApi.EndOrder;
import dev.intercepts.protocol.cloud.CloudApi.InterceptReport;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.StreamRefusedException;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manager and a hosted service. */
class UplinkTest {

    private final TestCluster cluster = new TestCluster();
    private final LocalService laptop = new LocalService("from the laptop");
    private final LocalService ingress = new LocalService("from the ingress");
    private final FakeCloud cloud = new FakeCloud(laptop.port());
    private final RunningManager manager = RunningManager.start(cluster);

    @BeforeEach
    void link() throws Exception {
        manager.put(
                "/v1/uplink",
                "{\"cloudUrl\":\"%s\",\"clusterId\":\"c1\",\"token\":\"%s\"}".formatted(cloud.url(), FakeCloud.TOKEN));
    }

    @AfterEach
    void end() {
        manager.close();
        cloud.close();
        laptop.close();
        ingress.close();
        cluster.close();
    }

    private InterceptSpec spec(RoutePreference route) {
        return spec(route, new Ingress("127.0.0.1", ingress.port(), false, null));
    }

    private static InterceptSpec spec(RoutePreference route, Ingress ingress) {
        InterceptSpec spec = RunningManager.SPEC;
        return new InterceptSpec(
                spec.workload(),
                spec.service(),
                spec.servicePort(),
                spec.mechanism(),
                spec.match(),
                spec.target(),
                spec.sessionId(),
                spec.owner(),
                route,
                ingress,
                "id-1");
    }

    @Test
    void reachesALaptopThroughTheRelayWhileTheServiceSaysItIsThere() throws Exception {
        cluster.createPod(manager.injected("hello-new"));
        cluster.createIntercept("hello", spec(RoutePreference.RELAY));
        try (FakeAgent agent = manager.agent("hello-new")) {
            manager.awaitState(InterceptState.PAUSED);
            cloud.order(new ClusterOrders(List.of(), List.of(FakeLaptop.SESSION)));

            manager.awaitState(InterceptState.ACTIVE);
            assertThat(LocalService.ask(agent.tunnel(), RunningManager.stream("default/hello", FakeLaptop.SESSION)))
                    .endsWith("from the laptop");

            cloud.order(new ClusterOrders(List.of(), List.of()));
            manager.awaitState(InterceptState.PAUSED);
            assertThat(agent.tables().getLast().routes()).isEmpty();
        }
    }

    @Test
    void letsTheServiceReachTheIngressThatAnInterceptNamesAndNothingElse() throws Exception {
        cluster.createIntercept("hello", spec(RoutePreference.AUTO));
        manager.awaitState(InterceptState.PAUSED);
        await().until(() -> !cloud.cluster().isEmpty());

        assertThat(LocalService.ask(cloud.cluster(), toCluster("default/hello", ingress.port())))
                .endsWith("from the ingress");
        assertThat(refusal(toCluster("default/hello", laptop.port())))
                .containsEntry(StreamHeaders.REASON, "not-allowed");
        assertThat(refusal(toCluster("default/other", ingress.port())))
                .containsEntry(StreamHeaders.REASON, "not-allowed");
    }

    /**
     * Who may create intercepts in some namespace may not read environments, replace the uplink or pose as a laptop: that takes
     * the right to forward to the manager's pod. Nor may they ask the node who it is.
     */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, api",
        "127.1, api",
        "localhost, api",
        "::ffff:127.0.0.1, api",
        "0.0.0.0, api",
        "::, api",
        "127.0.0.1, tunnel",
        "127.0.0.1, agents",
        "127.0.0.1, health",
        "127.0.0.1, webhook",
        "169.254.169.254, 80",
        "::ffff:169.254.169.254, 80",
        "2852039166, 80",
        "fe80::1, 80",
        "fd00:ec2::254, 80"
    })
    void noIngressLeadsIntoTheManagerItselfOrToTheNode(String host, String where) {
        int port = port(where);
        cluster.createIntercept("hello", spec(RoutePreference.AUTO, new Ingress(host, port, false, null)));
        await().until(() -> cluster.status("hello") != null);
        await().until(() -> !cloud.cluster().isEmpty());

        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        assertThat(refusal(new StreamRequest(authority, Map.of(StreamHeaders.INTERCEPT, "default/hello"))))
                .containsEntry(StreamHeaders.REASON, "not-allowed");
    }

    private int port(String where) {
        return switch (where) {
            case "api" -> manager.addresses().connectorApi();
            case "tunnel" -> manager.addresses().connectorTunnel();
            case "agents" -> manager.addresses().agentApi();
            case "health" -> manager.always().health();
            case "webhook" -> manager.always().webhook();
            default -> Integer.parseInt(where);
        };
    }

    @Test
    void reportsEachChangeAndEndsWhatTheServiceWantsEnded() throws Exception {
        cluster.createIntercept("hello", spec(RoutePreference.AUTO));

        await().untilAsserted(() -> assertThat(cloud.reports().getLast().intercepts())
                .extracting(InterceptReport::id, InterceptReport::state)
                .containsExactly(org.assertj.core.api.Assertions.tuple("id-1", InterceptState.PAUSED)));

        cloud.order(new ClusterOrders(List.of(new EndOrder("id-1", "Ada in the dashboard")), List.of()));
        await().atMost(Duration.ofSeconds(10)).until(() -> !cluster.exists("hello"));
        await().untilAsserted(
                        () -> assertThat(cloud.reports().getLast().intercepts()).isEmpty());
    }

    @Test
    void saysHowTheLinkIs() throws Exception {
        await().untilAsserted(() -> assertThat(manager.get("/v1/version")).contains("\"state\":\"connected\""));

        manager.put(
                "/v1/uplink", "{\"cloudUrl\":\"%s\",\"clusterId\":\"c1\",\"token\":\"old\"}".formatted(cloud.url()));
        await().untilAsserted(() -> assertThat(manager.get("/v1/version")).contains("\"state\":\"refused\""));
    }

    @Test
    void doesNotReportBeforeItKnowsTheCluster() throws Exception {
        cluster.createIntercept("hello", spec(RoutePreference.AUTO));
        await().until(() -> !cloud.reports().isEmpty()
                && !cloud.reports().getLast().intercepts().isEmpty());
        int before = cloud.reports().size();

        manager.restart();

        await().until(() -> cloud.reports().size() > before);
        assertThat(cloud.reports().subList(before, cloud.reports().size()))
                .allSatisfy(report -> assertThat(report.intercepts()).hasSize(1));
    }

    private static StreamRequest toCluster(String intercept, int port) {
        return new StreamRequest("127.0.0.1:" + port, Map.of(StreamHeaders.INTERCEPT, intercept));
    }

    private Map<String, String> refusal(StreamRequest request) {
        Future<Channel> opening = cloud.cluster().open(request, new ChannelInboundHandlerAdapter());
        await().until(opening::isDone);
        return ((StreamRefusedException) opening.cause()).refusal().headers();
    }
}
