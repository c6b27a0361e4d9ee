package dev.intercepts.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final TunnelSettings SETTINGS = TunnelSettings.DEFAULT;

    /** Draws always the largest number below 1. */
    private static final RandomGenerator LARGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return -1;
        }
    };

    @Test
    void theBoundDoublesFromAQuarterSecondToHalfAMinute() {
        List<Long> bounds = new ArrayList<>();
        Backoff backoff = Backoff.of(SETTINGS);
        for (int i = 0; i < 10; i++) {
            bounds.add(backoff.bound().toMillis());
            backoff = backoff.failed();
        }
        assertThat(bounds).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L);
    }

    @Test
    void manyFailuresDoNotOverflow() {
        Backoff backoff = Backoff.of(SETTINGS);
        for (int i = 0; i < 1000; i++) {
            backoff = backoff.failed();
        }
        assertThat(backoff.bound()).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.pause(LARGEST)).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void thePauseIsAnythingUpToTheBound() {
        Backoff backoff = Backoff.of(SETTINGS).failed().failed();
        Random random = new Random(1);
        List<Long> pauses = IntStream.range(0, 1000)
                .mapToObj(i -> backoff.pause(random).toMillis())
                .toList();
        assertThat(pauses).allMatch(pause -> pause >= 0 && pause <= 1000);
        // Full jitter: as many in each quarter, more or less.
        for (int quarter = 0; quarter < 4; quarter++) {
            int from = quarter * 250;
            assertThat(pauses.stream().filter(pause -> pause >= from && pause < from + 250))
                    .hasSizeBetween(200, 300);
        }
    }

    @Test
    void aMinuteOfHealthStartsAfresh() {
        Backoff tired = Backoff.of(SETTINGS).failed().failed().failed();
        assertThat(tired.broken(Duration.ofSeconds(61), SETTINGS.healthyAfter()))
                .isEqualTo(Backoff.of(SETTINGS));
        assertThat(tired.broken(Duration.ofSeconds(59), SETTINGS.healthyAfter()).failures())
                .isEqualTo(4);
    }

    @Test
    void aRefusalIsTriedAgainSlowly() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            assertThat(Backoff.of(SETTINGS).refusedPause(random))
                    .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
    }
}
