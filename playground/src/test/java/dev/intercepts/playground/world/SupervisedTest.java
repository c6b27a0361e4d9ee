package dev.intercepts.playground.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {

    @TempDir
    Path directory;

    @Test
    void processThatIsKilledIsStartedAgainUntilItIsClosed() {
        Supervised supervised =
                Supervised.start("sleeper", List.of("sleep", "60"), Map.of(), directory, directory.resolve("log"));
        ProcessHandle first = supervised.process();
        first.destroyForcibly();
        await().until(() -> supervised.process().pid() != first.pid());

        supervised.close();
        ProcessHandle second = supervised.process();
        assertThat(second.isAlive()).isFalse();
        await().during(java.time.Duration.ofSeconds(1))
                .until(() -> supervised.process().pid() == second.pid());
    }
}
