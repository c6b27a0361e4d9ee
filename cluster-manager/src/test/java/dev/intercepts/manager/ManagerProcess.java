package dev.intercepts.manager;

import dev.intercepts.manager.kube.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The manager as a process on free ports, which it logs. */
final class ManagerProcess implements AutoCloseable {

    private final Process process;
    private final Path log;

    ManagerProcess(TestCluster cluster, Path log, Map<String, String> environment) {
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
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
        try {
            process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    /** The port that it logged last under this name. */
    OptionalInt port(String name) {
        return Pattern.compile("\\b" + name + "=(\\d+)")
                .matcher(log())
                .results()
                .map((MatchResult found) -> Integer.parseInt(found.group(1)))
                .reduce((earlier, later) -> later)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    /** SIGTERM. */
    void end() throws InterruptedException {
        process.destroy();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
