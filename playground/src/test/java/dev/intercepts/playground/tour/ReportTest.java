package dev.intercepts.playground.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void stepsAreShownWithWhatWasSeenAndCounted() {
        report.step("one", () -> "a thing");
        report.step("two", () -> {
            throw new Unseen("nothing");
        });
        report.step("three", () -> {
            throw new IllegalStateException("broken");
        });
        report.end();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("✓ one ", "a thing", "✗ two ", "nothing", "✗ three ", "broken")
                .endsWith("\n1 passed, 2 failed\n");
        assertThat(report.allPassed()).isFalse();
    }

    @Test
    void tourWithoutStepsHasNotPassed() {
        assertThat(report.allPassed()).isFalse();
    }
}
