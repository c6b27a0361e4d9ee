package dev.intercepts.playground.kube;

import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a pass over the whole state after each change, one pass at a time; changes during a pass cause one more. A cluster
 * here is small enough that looking at everything is cheaper than knowing what changed.
 */
final class Reconciler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Semaphore dirty = new Semaphore(1);
    private final Thread thread;
    private final Runnable stopListening;

    /** @param pass is run again later if it throws */
    Reconciler(String name, ObjectStore store, Runnable pass) {
        this.stopListening = store.listen(ignored -> wake());
        this.thread = Thread.ofVirtual().name(name).start(() -> run(name, pass));
    }

    /** Causes a pass although no object changed. */
    void wake() {
        dirty.release();
    }

    private void run(String name, Runnable pass) {
        try {
            while (true) {
                dirty.acquire();
                dirty.drainPermits();
                try {
                    pass.run();
                } catch (RuntimeException e) {
                    if (Thread.interrupted()) {
                        return;
                    }
                    LOG.atWarn()
                            .addKeyValue("controller", name)
                            .setCause(e)
                            .log("pass failed, tried again in a second");
                    Thread.sleep(1_000);
                    wake();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopListening.run();
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
