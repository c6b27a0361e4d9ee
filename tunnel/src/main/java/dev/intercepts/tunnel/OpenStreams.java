package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams of one connection. Knows which of them have been idle: a coarse clock that {@link #sweep} turns on stands for
 * a timer on each. Confined to the connection's event loop but for {@link #count()}.
 */
final class OpenStreams {

    private final Set<Entry> entries = new HashSet<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Runnable onEmpty;
    private long nowNanos;

    /**
     * For one connection.
     *
     * @param onEmpty called whenever the last stream has ended
     */
    OpenStreams(Runnable onEmpty) {
        this.onEmpty = onEmpty;
    }

    /** Counts a stream until its channel closes. */
    Entry add(Channel stream) {
        Entry entry = new Entry(stream);
        entries.add(entry);
        count.incrementAndGet();
        stream.closeFuture().addListener(closed -> remove(entry));
        return entry;
    }

    private void remove(Entry entry) {
        if (entries.remove(entry) && count.decrementAndGet() == 0) {
            onEmpty.run();
        }
    }

    /** How many there are; from any thread. */
    int count() {
        return count.get();
    }

    /** Turns the clock on, and resets what has been idle for longer than the limit. */
    void sweep(long nowNanos, Duration idleLimit) {
        this.nowNanos = nowNanos;
        List<Entry> idle = new ArrayList<>();
        for (Entry entry : entries) {
            if (nowNanos - entry.lastActiveNanos > idleLimit.toNanos()) {
                idle.add(entry);
            }
        }
        idle.forEach(entry -> entry.stream.close());
    }

    /** One stream. */
    final class Entry {
        private final Channel stream;
        private long lastActiveNanos = nowNanos;

        private Entry(Channel stream) {
            this.stream = stream;
        }

        /** Bytes went either way. */
        void touch() {
            lastActiveNanos = nowNanos;
        }
    }
}
