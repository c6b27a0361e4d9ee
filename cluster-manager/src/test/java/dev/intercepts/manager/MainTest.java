package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.kube.TestCluster;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process. */
class MainTest {

    @TempDir
    Path directory;

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void runsUntilItIsToldToEnd() throws Exception {
        try (ManagerProcess manager = start(Map.of("AGENT_IMAGE", "agent:1"));
                HttpClient http = HttpClient.newHttpClient()) {
            int port = await().atMost(Duration.ofSeconds(40))
                    .until(() -> manager.port("health"), OptionalInt::isPresent)
                    .orElseThrow();
            URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(http.send(
                                            HttpRequest.newBuilder(ready).build(),
                                            HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                            .isEqualTo(200));

            manager.end();
            assertThat(manager.process().exitValue()).isEqualTo(143);
        }
    }

    @Test
    void saysWhatItMisses() throws Exception {
        try (ManagerProcess manager = start(Map.of())) {
            assertThat(manager.process().waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(manager.process().exitValue()).isEqualTo(2);
            assertThat(manager.log()).contains("traffic-manager: AGENT_IMAGE: missing");
        }
    }

    private ManagerProcess start(Map<String, String> environment) {
        return new ManagerProcess(cluster, directory.resolve("log"), environment);
    }
}
