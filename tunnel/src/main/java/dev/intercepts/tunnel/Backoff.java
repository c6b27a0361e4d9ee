package dev.intercepts.tunnel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts to dial, with full jitter: a random part of a bound that doubles with each failure, so that
 * diallers that lost the same node come back spread out.
 *
 * @param min bound of the first pause
 * @param max largest bound
 * @param failures in a row so far
 */
record Backoff(Duration min, Duration max, int failures) {

    private static final int MAX_DOUBLINGS = 30;

    static Backoff of(TunnelSettings settings) {
        return new Backoff(settings.minBackoff(), settings.maxBackoff(), 0);
    }

    /** After one more failure. */
    Backoff failed() {
        return new Backoff(min, max, Math.min(failures + 1, MAX_DOUBLINGS));
    }

    /** After a connection that stood for a while: as at the start where it was healthy for long enough. */
    Backoff broken(Duration stood, Duration healthyAfter) {
        return stood.compareTo(healthyAfter) >= 0 ? new Backoff(min, max, 0) : failed();
    }

    /** The longest that the next pause may be. */
    Duration bound() {
        Duration doubled = min.multipliedBy(1L << failures);
        return doubled.compareTo(max) < 0 ? doubled : max;
    }

    /** The next pause, anything from nothing to the bound. */
    Duration pause(RandomGenerator random) {
        return Duration.ofNanos(Math.round(bound().toNanos() * random.nextDouble()));
    }

    /** The next pause after a refusal, which only a person can mend: between half of the largest bound and all of it. */
    Duration refusedPause(RandomGenerator random) {
        return Duration.ofNanos(Math.round(max.toNanos() * (1 + random.nextDouble()) / 2));
    }
}
