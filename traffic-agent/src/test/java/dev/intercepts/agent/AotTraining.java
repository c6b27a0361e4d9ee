package dev.intercepts.agent;

import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.route.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Runs the packaged agent once under the traffic it is made for, so that its JVM writes an ahead-of-time cache: {@code
 * AotTraining AGENT_COMMAND CACHE_FILE}. The build calls it after packaging. Without the cache the agent runs as well, with
 * more memory.
 */
public final class AotTraining {

    private AotTraining() {}

    /** A cache that cannot be made fails no build: the agent runs without, and the test of its memory tells. */
    public static void main(String[] args) throws Exception {
        Path cache = Path.of(args[1]);
        if (!fits(cache)) {
            Path directory = Files.createDirectories(cache.resolveSibling("aot-training"));
            Files.deleteIfExists(cache);
            try {
                train(args[0], cache, directory);
                System.out.println("trained " + cache.getFileName() + ", " + Files.size(cache) / 1024 / 1024 + " MiB");
            } catch (IOException | AssertionError e) {
                System.err.println(
                        "no ahead-of-time cache for the agent: " + e + "; the agent's log is in " + directory);
                Files.deleteIfExists(cache);
            }
        }
        System.exit(0);
    }

    private static void train(String command, Path cache, Path directory) throws Exception {
        try (Traffic traffic = new Traffic();
                FakeManager manager = new FakeManager(traffic.laptopPort())) {
            manager.routes();
            try (AgentProcess agent = AgentProcess.start(
                    List.of(command, "-XX:AOTCacheOutput=" + cache), directory, traffic.appPort(), manager)) {
                exercise(agent, manager, traffic);
                agent.stop();
            }
            if (!Files.exists(cache)) {
                throw new IOException("the JVM wrote none");
            }
        }
    }

    /** The JVM uses a cache only for the very files that it was made with. */
    private static boolean fits(Path cache) throws IOException {
        if (!Files.exists(cache)) {
            return false;
        }
        long made = Files.getLastModifiedTime(cache).toMillis();
        Path directory = Objects.requireNonNull(cache.toAbsolutePath().getParent());
        try (Stream<Path> files = Stream.of(directory, directory.resolve("lib")).flatMap(AotTraining::files)) {
            return files.filter(file -> !file.equals(cache))
                    .allMatch(file -> file.toFile().lastModified() < made);
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void exercise(AgentProcess agent, FakeManager manager, Traffic traffic) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!agent.health("/readyz").startsWith("HTTP/1.1 200 ")) {
            if (System.nanoTime() > end || !agent.process().isAlive()) {
                throw new IOException("the agent did not become ready");
            }
            Thread.sleep(50);
        }
        traffic.http1(agent.port(), 50);
        traffic.http2(agent.port(), 10);
        manager.routes(new Route(
                "shop/hello",
                traffic.appPort(),
                Mechanism.HTTP,
                new Match(List.of(new HeaderCondition("x-to", "^laptop$")), null),
                "0123456789abcdef0123456789abcdef",
                traffic.laptopPort()));
        manager.nextApplied();
        manager.nextApplied();
        traffic.http1(agent.port(), 50);
        traffic.http2(agent.port(), 10);
        manager.routes();
        manager.nextApplied();
    }
}
