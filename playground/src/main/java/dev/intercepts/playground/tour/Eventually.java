package dev.intercepts.playground.tour;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Looks again until it is seen: some things take a moment, and how long they may take is part of the promise. */
final class Eventually {

    private static final Duration BETWEEN = Duration.ofMillis(50);

    private Eventually() {}

    /** Repeats an action that fails by {@link Unseen} until it does not; fails as it does after the time is over. */
    static <T> T within(Duration limit, Callable<T> action) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return action.call();
            } catch (Unseen notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }
}
