package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Lets schemathesis read the description of the API and try what it forbids and what it allows: no fault of ours (5xx), and no
 * answer that the description does not tell of. {@code .ci/run api} fetches the program and names it in {@code schemathesis}.
 */
class ApiFuzzIT {

    private static final Duration BUDGET = Duration.ofSeconds(Long.getLong("schemathesis.seconds", 120));

    private final RunningService service = RunningService.shared();

    @Test
    void answersAsItIsDescribed() throws Exception {
        service.github.person("fuzz", "fuzz-inc");
        service.github.owner("fuzz");
        CommandLine somebody = CommandLine.loggedIn(service, "fuzz", "fuzz-inc");
        CommandLine.Registered intercept = somebody.register("fuzzed");
        somebody.preview(intercept.interceptId());
        String key = CommandLine.json(somebody.call("POST", "/api/v1/api-keys", Map.of("name", "fuzzed")))
                .path("id")
                .asString();
        Path log = Path.of("target", "schemathesis.log").toAbsolutePath();

        Process process = start(
                log,
                Map.of(
                        "API_TOKEN", somebody.accessToken,
                        "UPLINK_TOKEN", intercept.clusterToken(),
                        "CLUSTER_ID", intercept.clusterId(),
                        "INTERCEPT_ID", intercept.interceptId(),
                        "API_KEY_ID", key));
        long seconds = 0;
        while (!process.waitFor(1, TimeUnit.SECONDS) && seconds < BUDGET.toSeconds() * 2 + 60) {
            seconds++;
            // So that limits by the minute are met, and left behind again; the access token outlives the budget.
            service.clock.forward(Duration.ofSeconds(10));
        }
        process.destroyForcibly();

        String said = Files.readString(log);
        System.out.println(said);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("Test cases:").doesNotContain("0 generated");
    }

    private Process start(Path log, Map<String, String> environment) throws IOException {
        String program = System.getProperty("schemathesis", "schemathesis");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                program,
                "--config-file",
                Path.of("src", "test", "resources", "schemathesis.toml")
                        .toAbsolutePath()
                        .toString(),
                "run",
                service.url + "/v3/api-docs",
                "--checks=all",
                "--max-time=" + BUDGET.toSeconds(),
                "--seed=" + Long.getLong("schemathesis.seed", 1),
                "--request-timeout=20",
                "--generation-database=none",
                "--no-color"));
        builder.environment().putAll(environment);
        builder.environment().put("NO_PROXY", "*");
        builder.directory(Files.createTempDirectory("schemathesis").toFile());
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }
}
