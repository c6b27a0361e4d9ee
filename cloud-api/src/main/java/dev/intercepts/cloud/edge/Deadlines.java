package dev.intercepts.cloud.edge;

import io.netty.channel.EventLoop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Time limits of connections without a timer for each: a sweep every half second looks at all of them. A limit is so late by
 * half a second at most, and setting one costs a store.
 */
final class Deadlines {

    /** No limit. */
    static final long NEVER = 0;

    /** Something with a time limit that may move from event loop to event loop. */
    interface Timed {
        /** {@link System#nanoTime()} of the limit, or {@link #NEVER}. */
        long deadline();

        /** Where it lives now. */
        EventLoop eventLoop();

        /** The limit has passed; on its event loop. */
        void expired();

        /** About each second, on its event loop. */
        void everySecond();
    }

    private final Set<Timed> all = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanos;
    private int sweeps;

    Deadlines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void add(Timed timed) {
        all.add(timed);
    }

    void remove(Timed timed) {
        all.remove(timed);
    }

    /** A limit so many nanoseconds from now. */
    long in(long duration) {
        long at = nanos.getAsLong() + duration;
        return at == NEVER ? 1 : at;
    }

    /** To be called every half second. */
    void sweep() {
        boolean second = ++sweeps % 2 == 0;
        long now = nanos.getAsLong();
        for (Timed timed : all) {
            long deadline = timed.deadline();
            if (second || (deadline != NEVER && now - deadline >= 0)) {
                timed.eventLoop().execute(() -> look(timed, second));
            }
        }
    }

    private void look(Timed timed, boolean second) {
        if (!timed.eventLoop().inEventLoop()) {
            return; // It has just moved; the next sweep meets it in its new place.
        }
        if (second) {
            timed.everySecond();
        }
        long deadline = timed.deadline();
        if (deadline != NEVER && nanos.getAsLong() - deadline >= 0) {
            timed.expired();
        }
    }
}
