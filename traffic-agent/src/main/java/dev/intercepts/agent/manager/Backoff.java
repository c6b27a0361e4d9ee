package dev.intercepts.agent.manager;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts: full jitter, so that agents whose manager comes back do not come all at once. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final RandomGenerator random;
    private long boundMillis = FIRST.toMillis();

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next pause; the bound doubles up to the longest. */
    Duration next() {
        long pause = random.nextLong(boundMillis + 1);
        boundMillis = Math.min(boundMillis * 2, LONGEST.toMillis());
        return Duration.ofMillis(pause);
    }

    /** Something was heard: the next pause is a short one again. */
    void reset() {
        boundMillis = FIRST.toMillis();
    }
}
