package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A request has one trace id (W3C Trace Context), by which every process that it passes tells of it (decision 112). */
@ExtendWith(Playground.class)
class TraceIT {

    private final World world;

    TraceIT(World world) {
        this.world = world;
    }

    @Test
    void oneIdLeadsFromTheVisitorThroughEdgeManagerAndAgentToTheLaptop() throws IOException {
        try (Laptop laptop = Laptop.of(world, "ada", "acme", "Hello from a traced laptop");
                Browser visitor = new Browser()) {
            String preview = laptop.preview("hello");
            laptop.telepresence().run("preview", "public", "hello").ok();
            String trace = hex(16);
            // The first request of this preview, so that every stream on the way comes up for it.
            assertThat(visitor.open(URI.create(preview), Map.of("traceparent", "00-" + trace + "-" + hex(8) + "-01"))
                            .body())
                    .contains(laptop.says());

            Path work = world.workDir();
            told("edge", List.of(work.resolve("cloud.log")), trace);
            told("Traffic Manager", logs(name -> name.endsWith("_traffic-manager.log")), trace);
            told(
                    "Traffic Agent",
                    logs(name -> name.startsWith("default_hello") && name.endsWith("_traffic-agent.log")),
                    trace);
            told("laptop", List.of(laptop.telepresence().configDir().resolve("daemon.log")), trace);
        }
    }

    private List<Path> logs(Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.list(world.workDir().resolve("cluster").resolve("logs"))) {
            return files.filter(file -> wanted.test(file.getFileName().toString()))
                    .toList();
        }
    }

    private static void told(String who, List<Path> logs, String trace) {
        assertThat(logs).as("logs of the " + who).isNotEmpty();
        await().untilAsserted(() -> assertThat(logs)
                .as("the " + who + " tells of " + trace)
                .anySatisfy(log -> assertThat(Files.readString(log)).contains(trace)));
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
