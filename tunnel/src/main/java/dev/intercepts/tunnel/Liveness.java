package dev.intercepts.tunnel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to PING, and when a silent peer is dead.
 *
 * @param interval between PINGs, on average
 * @param timeout a peer silent for so long is dead
 */
record Liveness(Duration interval, Duration timeout) {

    private static final double JITTER = 0.2;

    /** The time to the next PING: the interval, a fifth more or less, so that connections do not PING in step. */
    Duration pause(RandomGenerator random) {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofNanos(Math.round(interval.toNanos() * factor));
    }

    /** Whether a peer that was silent for so long is dead. */
    boolean dead(long silentNanos) {
        return silentNanos >= timeout.toNanos();
    }

    /** Whether waking up so much late means that this process was stopped for a while. */
    boolean overslept(long lateNanos) {
        return lateNanos > interval.toNanos();
    }
}
