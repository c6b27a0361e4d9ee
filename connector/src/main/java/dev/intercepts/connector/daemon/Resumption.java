package dev.intercepts.connector.daemon;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes the session up again after the daemon was ended without {@code quit}; tries until it succeeds. */
final class Resumption {

    private static final long FIRST_TRY_LIMIT_SECONDS = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final CountDownLatch firstTry = new CountDownLatch(1);

    /** Starts trying. */
    void start(Sessions sessions, Presence presence) {
        if (!sessions.wanted()) {
            firstTry.countDown();
            return;
        }
        // The relay needs no API server: it may be the only way for now.
        presence.start();
        Thread.ofVirtual().name("resumption").start(() -> keepTrying(sessions));
    }

    /** Waits until the first try has succeeded or failed. */
    void awaitFirstTry() throws InterruptedException {
        firstTry.await(FIRST_TRY_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private void keepTrying(Sessions sessions) {
        long pause = 500;
        try {
            while (!sessions.resume()) {
                firstTry.countDown();
                Thread.sleep(Duration.ofMillis(pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            firstTry.countDown();
        }
    }
}
