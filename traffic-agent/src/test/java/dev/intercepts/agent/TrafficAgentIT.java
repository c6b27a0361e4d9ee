package dev.intercepts.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.Route;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent as a process of its own, started by its launcher, with a real tunnel. */
class TrafficAgentIT {

    @TempDir
    private Path directory;

    private Traffic traffic;
    private FakeManager manager;

    @BeforeEach
    void open() throws IOException {
        traffic = new Traffic();
        manager = new FakeManager(traffic.laptopPort());
    }

    @AfterEach
    void close() throws IOException {
        manager.close();
        traffic.close();
    }

    private AgentProcess start(String... flags) throws IOException {
        java.util.List<String> command = new java.util.ArrayList<>(List.of(System.getProperty("agent.command")));
        command.addAll(List.of(flags));
        return AgentProcess.start(command, directory, traffic.appPort(), manager);
    }

    private static void awaitReady(AgentProcess agent) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> agent.health("/readyz").startsWith("HTTP/1.1 200 "));
    }

    private Route route() {
        return new Route(
                "shop/hello",
                traffic.appPort(),
                Mechanism.HTTP,
                new Match(List.of(new HeaderCondition("x-to", "^laptop$")), null),
                "0123456789abcdef0123456789abcdef",
                traffic.laptopPort());
    }

    /** Issue 4: at most 72 MiB resident, 45 MiB of them anonymous. */
    @Test
    void staysSmall() throws Exception {
        manager.routes(route());
        try (AgentProcess agent = start()) {
            awaitReady(agent);
            manager.nextTunnel();
            assertThat(agent.memory("VmRSS")).as("resident at rest, KiB").isLessThanOrEqualTo(72 * 1024);
            assertThat(agent.memory("RssAnon")).as("anonymous at rest, KiB").isLessThanOrEqualTo(45 * 1024);
            traffic.http1(agent.port(), 5_000);
            assertThat(agent.memory("VmRSS")).as("resident after load, KiB").isLessThanOrEqualTo(96 * 1024);
        }
    }

    @Test
    void requestsAreAnsweredByAppAndLaptop() throws Exception {
        manager.routes(route());
        try (AgentProcess agent = start()) {
            awaitReady(agent);
            manager.nextTunnel();
            assertThat(manager.nextHello()).contains("\"environments\":{\"app\":{\"COLOUR\":\"blue\"}}");
            assertThat(manager.nextApplied()).isEqualTo("{\"namespace\":\"shop\",\"pod\":\"hello-1\",\"revision\":1}");
            await().until(() -> traffic.http1(agent.port(), 4).equals("app laptop app laptop "));
            assertThat(manager.nextOpened().headers()).containsEntry("intercepts-intercept", "shop/hello");
            traffic.http2(agent.port(), 4);
            assertThat(agent.stop()).isEqualTo(143); // SIGTERM, after draining
        }
    }

    /** Each with more waiting than the kernel keeps for it, so that the agent has its window full. */
    @Test
    void readersThatStallUseUpNoMemoryThatOthersNeed() throws Exception {
        manager.routes(route());
        List<Socket> stalled = new ArrayList<>();
        try (AgentProcess agent = start()) {
            awaitReady(agent);
            manager.nextTunnel();
            for (int i = 0; i < 80; i++) {
                stalled.add(Traffic.stalling(agent.port()));
            }
            for (Socket socket : stalled) {
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            await().during(Duration.ofSeconds(6))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> traffic.http1(agent.port(), 4).equals("app laptop app laptop "));
            assertThat(manager.anotherTunnel()).as("the tunnel broke").isFalse();
            for (Socket socket : stalled) {
                assertThat(socket.getInputStream().readNBytes(256 * 1024)).hasSize(256 * 1024);
            }
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void startsWithoutItsCache() throws Exception {
        manager.routes();
        try (AgentProcess agent = start("-XX:AOTCache=" + directory.resolve("no-such.aot"))) {
            awaitReady(agent);
            assertThat(traffic.http1(agent.port(), 2)).isEqualTo("app app ");
        }
        Path broken = Files.writeString(directory.resolve("broken.aot"), "not a cache");
        try (AgentProcess agent = start("-XX:AOTCache=" + broken)) {
            awaitReady(agent);
            assertThat(traffic.http1(agent.port(), 2)).isEqualTo("app app ");
        }
    }

    @Test
    void aManagerThatDiesTakesNothingOfTheAppWithIt() throws Exception {
        manager.routes(route());
        try (AgentProcess agent = start()) {
            awaitReady(agent);
            manager.nextTunnel();
            await().until(() -> traffic.http1(agent.port(), 2).equals("app laptop "));
            int apiPort = manager.apiPort();
            int tunnelPort = manager.tunnelPort();
            manager.close();
            // In one connection, while the loss is noticed: each request is answered, by the app sooner or later.
            await().until(() -> traffic.http1(agent.port(), 200).endsWith("app app app "));
            manager = new FakeManager(apiPort, tunnelPort, traffic.laptopPort());
            manager.routes(route());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> traffic.http1(agent.port(), 2).equals("app laptop "));
        }
    }

    @Test
    void withoutAManagerItIsReadyAfterAWhile() throws Exception {
        manager.close();
        try (AgentProcess agent = start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> agent.health("/healthz").startsWith("HTTP/1.1 200 "));
            assertThat(agent.health("/readyz")).startsWith("HTTP/1.1 503 ");
            assertThat(traffic.http1(agent.port(), 2)).isEqualTo("app app ");
            awaitReady(agent);
        }
    }
}
