package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.kube.TestCluster;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any pod reaches the ports for agents, health and webhook: what it sends must not use up the memory. */
class LargeRequestsTest {

    private static final int MANY = 40;
    private static final int LARGE = 3 * 1024 * 1024 - 1024;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final TestCluster cluster = new TestCluster();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        http.shutdownNow();
        cluster.close();
    }

    @Test
    void manyLargeOnesThatNeverEndDoNoHarm() throws Exception {
        cluster.createManagerPod("manager-a");
        try (ManagerProcess manager = start()) {
            int agents = port(manager, "agentApi");
            int health = port(manager, "health");
            int webhook = port(manager, "webhook");
            await().atMost(LIMIT).until(() -> cluster.caBundle() != null);

            List<Thread> attackers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                attackers.add(holdBack(new Socket("127.0.0.1", agents), "/v1/agents/routes"));
                attackers.add(holdBack(new Socket("127.0.0.1", health), "/healthz"));
                attackers.add(holdBack(
                        WebhookCall.connect("127.0.0.1", webhook, cluster.caBundle()), ClusterNames.INJECT_PATH));
            }
            await("each is cut off")
                    .atMost(LIMIT)
                    .until(() -> attackers.stream().noneMatch(Thread::isAlive));

            assertThat(manager.process().isAlive()).as(manager::log).isTrue();
            assertThat(status(health)).isEqualTo(200);
        }
    }

    /** A body of three megabytes that would be a hundred as a tree. */
    @Test
    void neitherDoOnesThatGrowWhenTheyAreRead() throws Exception {
        String review = "{\"request\":[" + "{},".repeat(LARGE / 3 - 10) + "{}]}";
        cluster.createManagerPod("manager-a");
        try (ManagerProcess manager = start()) {
            int health = port(manager, "health");
            int webhook = port(manager, "webhook");
            await().atMost(LIMIT).until(() -> cluster.caBundle() != null);

            List<Thread> attackers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                attackers.add(Thread.ofVirtual().start(() -> {
                    try {
                        WebhookCall.post(webhook, cluster.caBundle(), review);
                    } catch (Exception e) {
                        // Refused.
                    }
                }));
            }
            await().atMost(LIMIT).until(() -> attackers.stream().noneMatch(Thread::isAlive));

            assertThat(manager.process().isAlive()).as(manager::log).isTrue();
            assertThat(status(health)).isEqualTo(200);
        }
    }

    /** Sends all of a large body but the last byte, and ends when the connection does. */
    private static Thread holdBack(Socket socket, String path) {
        return Thread.ofVirtual().start(() -> {
            try (socket) {
                String head = "POST " + path + " HTTP/1.1\r\nHost: manager\r\nContent-Length: " + LARGE + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(new byte[LARGE - 1]);
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // Cut off.
            }
        });
    }

    private int status(int health) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health + "/readyz"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static int port(ManagerProcess manager, String name) {
        return await().atMost(LIMIT)
                .until(() -> manager.port(name), OptionalInt::isPresent)
                .orElseThrow();
    }

    private ManagerProcess start() {
        return new ManagerProcess(
                cluster, directory.resolve("log"), Map.of("AGENT_IMAGE", "agent:1", "POD_NAME", "manager-a"));
    }
}
