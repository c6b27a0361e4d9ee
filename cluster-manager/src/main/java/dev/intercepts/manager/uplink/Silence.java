package dev.intercepts.manager.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a stream that says nothing for too long, so that whoever reads it goes on; blocking reads have no time limit. */
final class Silence implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);

    private final InputStream stream;
    private final Duration longest;
    private final Thread thread;
    private volatile long heard = System.nanoTime();
    private volatile boolean tooLong;

    /** Begins to count. */
    Silence(InputStream stream, Duration longest) {
        this.stream = stream;
        this.longest = longest;
        this.thread = Thread.ofVirtual().name("uplink-silence").start(this::watch);
    }

    /** Something came. */
    void heard() {
        heard = System.nanoTime();
    }

    /** Whether the end of the stream was made here. */
    boolean tooLong() {
        return tooLong;
    }

    private void watch() {
        try {
            for (long left = left(); left > 0; left = left()) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
            tooLong = true;
            LOG.atWarn()
                    .addKeyValue("seconds", longest.toSeconds())
                    .log("The hosted service says nothing; asking for its orders anew");
            stream.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("Cannot close");
        }
    }

    private long left() {
        return longest.toNanos() - (System.nanoTime() - heard);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
