package dev.intercepts.manager.intercepts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides again whenever something changed, or the time has come; tells who listens, in the order they were added. */
public final class ReconcileLoop implements AutoCloseable {

    /** Changes that come together are looked at together. */
    private static final Duration GATHER = Duration.ofMillis(15);

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);

    private final Supplier<Optional<World>> world;
    private final CopyOnWriteArrayList<Consumer<Decision>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore changes = new Semaphore(0);
    private final Thread thread;
    private volatile Decision current = Decision.NONE;

    /**
     * Makes one that does not run yet.
     *
     * @param world what is to be decided on; empty while the cluster is not known yet
     */
    public ReconcileLoop(Supplier<Optional<World>> world) {
        this.world = world;
        this.thread = Thread.ofVirtual().name("reconcile").unstarted(this::run);
    }

    /** Adds a listener, which must not block. */
    public void onDecision(Consumer<Decision> listener) {
        listeners.add(listener);
    }

    /** Begins. */
    public void start() {
        thread.start();
        wake();
    }

    /** Something changed. Never blocks. */
    public void wake() {
        changes.release();
    }

    /** What was decided last. */
    public Decision current() {
        return current;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        Duration pause = Duration.ZERO;
        try {
            while (true) {
                if (changes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    Thread.sleep(GATHER);
                }
                changes.drainPermits();
                pause = round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Decides once; how long to wait if nothing changes. */
    private Duration round() {
        try {
            Optional<World> seen = world.get();
            if (seen.isEmpty()) {
                return Duration.ofMillis(200);
            }
            Decision decision = Reconciler.decide(seen.get());
            current = decision;
            listeners.forEach(listener -> listener.accept(decision));
            Instant again = decision.lookAgain();
            Duration pause =
                    again == null ? LONGEST : Duration.between(seen.get().now(), again);
            return pause.compareTo(LONGEST) > 0 ? LONGEST : pause.plusMillis(1);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Cannot decide; trying again");
            return Duration.ofSeconds(1);
        }
    }
}
