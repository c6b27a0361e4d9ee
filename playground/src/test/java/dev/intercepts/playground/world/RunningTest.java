package dev.intercepts.playground.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningTest {

    @Test
    void processIsFoundUntilItIsEnded() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        Running running = Running.of(process.toHandle());
        assertThat(running.find()).isPresent();
        assertThat(running.end(Duration.ofSeconds(5))).isTrue();
        assertThat(process.isAlive()).isFalse();
        assertThat(running.end(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void laterProcessOfTheSameNumberIsSomebodyElses() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            long started = Running.of(process.toHandle()).started();
            assertThat(new Running(process.pid(), started - 60_000).end(Duration.ofSeconds(5)))
                    .isFalse();
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void processThatWillNotGoIsKilledWithItsDescendants() throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", "trap '' TERM; sleep 60 & wait; sleep 60").start();
        org.awaitility.Awaitility.await()
                .until(() -> process.descendants().findAny().isPresent());
        ProcessHandle child = process.descendants().findFirst().orElseThrow();
        Running.of(process.toHandle()).end(Duration.ofMillis(100));
        assertThat(process.isAlive()).isFalse();
        assertThat(child.isAlive()).isFalse();
    }
}
