package dev.intercepts.cloud.security;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** So many attempts a minute by each key, counted in whole minutes. */
public final class RateLimit {

    private static final int MOST_KEYS = 100_000;

    private final int perMinute;
    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long minute, int used) {}

    private RateLimit(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** A limit of so many attempts, at least 1. */
    public static RateLimit perMinute(int attempts, Clock clock) {
        return new RateLimit(attempts, clock);
    }

    /** Counts an attempt; says whether it is within the limit. */
    public boolean tryAcquire(String key) {
        long minute = Math.floorDiv(clock.millis(), 60_000L);
        if (windows.size() >= MOST_KEYS) {
            windows.values().removeIf(window -> window.minute() != minute);
        }
        return windows.merge(
                                key,
                                new Window(minute, 1),
                                (old, first) -> old.minute() == minute ? new Window(minute, old.used() + 1) : first)
                        .used()
                <= perMinute;
    }
}
