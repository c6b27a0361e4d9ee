package dev.intercepts.cloud.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** So many attempts in each window of time by each key; windows begin at multiples of their length. */
public final class RateLimit {

    private static final int MOST_KEYS = 100_000;

    private final int attempts;
    private final long windowMillis;
    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long number, int used) {}

    private RateLimit(int attempts, Duration window, Clock clock) {
        if (attempts < 1) {
            throw new IllegalArgumentException("rate limit: " + attempts + " (expected: at least 1)");
        }
        this.attempts = attempts;
        this.windowMillis = window.toMillis();
        this.clock = clock;
    }

    /** A limit of so many attempts a minute, at least 1. */
    public static RateLimit perMinute(int attempts, Clock clock) {
        return new RateLimit(attempts, Duration.ofMinutes(1), clock);
    }

    /** A limit of so many attempts, at least 1, in so long. */
    public static RateLimit of(int attempts, Duration window, Clock clock) {
        return new RateLimit(attempts, window, clock);
    }

    /** Counts an attempt; says whether it is within the limit. */
    public boolean tryAcquire(String key) {
        return take(key).within();
    }

    /** Counts an attempt; says where the key stands then. */
    public Standing take(String key) {
        long now = clock.millis();
        long number = Math.floorDiv(now, windowMillis);
        if (windows.size() >= MOST_KEYS) {
            windows.values().removeIf(window -> window.number() != number);
        }
        int used = windows.merge(
                        key,
                        new Window(number, 1),
                        (old, first) -> old.number() == number ? new Window(number, old.used() + 1) : first)
                .used();
        return standing(used, number, now);
    }

    /** Whether the key has used up its attempts; counts none. */
    public boolean exhausted(String key) {
        Window window = windows.get(key);
        return window != null
                && window.number() == Math.floorDiv(clock.millis(), windowMillis)
                && window.used() >= attempts;
    }

    private Standing standing(int used, long number, long now) {
        long resetMillis = (number + 1) * windowMillis - now;
        return new Standing(
                used <= attempts,
                attempts,
                Math.max(0, attempts - used),
                Math.ceilDiv(resetMillis, 1000L),
                windowMillis / 1000);
    }

    /**
     * What is left after an attempt.
     *
     * @param within whether the attempt was within the limit
     * @param limit attempts in a window
     * @param remaining attempts that are left in this window
     * @param resetSeconds until the next window begins, 1 at least
     * @param windowSeconds length of a window
     */
    public record Standing(boolean within, int limit, int remaining, long resetSeconds, long windowSeconds) {}
}
