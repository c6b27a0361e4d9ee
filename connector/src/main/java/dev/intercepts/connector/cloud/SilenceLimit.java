package dev.intercepts.connector.cloud;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a stream on which nothing was heard for too long. A peer that is gone without a word, with the network or behind a router that
 * forgot the connection, is otherwise waited for without an end.
 */
final class SilenceLimit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceLimit.class);

    private final Closeable stream;
    private final Duration limit;
    private final LongSupplier nanos;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long heardAt;
    private volatile boolean over;

    /**
     * Makes it; nothing is closed before {@link #start}.
     *
     * @param nanos a clock as {@link System#nanoTime}
     */
    SilenceLimit(Closeable stream, Duration limit, LongSupplier nanos) {
        this.stream = stream;
        this.limit = limit;
        this.nanos = nanos;
        this.heardAt = nanos.getAsLong();
    }

    /** Begins to watch, from now on. */
    static SilenceLimit start(Closeable stream, Duration limit) {
        SilenceLimit silence = new SilenceLimit(stream, limit, System::nanoTime);
        Thread.ofVirtual().name("silence").start(silence::watch);
        return silence;
    }

    /** Something came. */
    void heard() {
        heardAt = nanos.getAsLong();
    }

    /** Whether that was why the stream ended. */
    boolean over() {
        return over;
    }

    /** How long nothing may come yet, in nanoseconds. */
    long left() {
        return limit.toNanos() - (nanos.getAsLong() - heardAt);
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private void watch() {
        try {
            for (long left = left(); left > 0; left = left()) {
                if (ended.await(left, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
            over = true;
            stream.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("not closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
