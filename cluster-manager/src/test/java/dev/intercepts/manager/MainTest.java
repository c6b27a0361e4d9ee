package dev.intercepts.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.kube.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process. */
class MainTest {

    private static final Pattern HEALTH = Pattern.compile("health=(\\d+)");

    @TempDir
    Path directory;

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void runsUntilItIsToldToEnd() throws Exception {
        Process process = start(Map.of("AGENT_IMAGE", "agent:1"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> HEALTH.matcher(log()).find());
            Matcher port = HEALTH.matcher(log());
            assertThat(port.find()).isTrue();
            URI ready = URI.create("http://127.0.0.1:" + port.group(1) + "/readyz");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(http.send(
                                            HttpRequest.newBuilder(ready).build(),
                                            HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                            .isEqualTo(200));

            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysWhatItMisses() throws Exception {
        Process process = start(Map.of());

        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(log()).contains("traffic-manager: AGENT_IMAGE: missing");
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.intercepts.manager.Main"));
        builder.environment()
                .putAll(Map.of(
                        "KUBERNETES_MASTER", cluster.url(),
                        "KUBERNETES_TRUST_CERTIFICATES", "true",
                        "POD_IP", "127.0.0.1"));
        for (String port : List.of(
                "AGENT_API_PORT",
                "AGENT_TUNNEL_PORT",
                "CONNECTOR_TUNNEL_PORT",
                "CONNECTOR_API_PORT",
                "HEALTH_PORT",
                "WEBHOOK_PORT")) {
            builder.environment().put(port, "0");
        }
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }
}
