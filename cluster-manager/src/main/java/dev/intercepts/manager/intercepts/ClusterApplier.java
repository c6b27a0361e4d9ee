package dev.intercepts.manager.intercepts;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries decisions out in the cluster, always the latest one, on a thread of its own: a slow API server must not keep routes
 * from being withdrawn.
 */
public final class ClusterApplier implements Consumer<Decision>, AutoCloseable {

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterApplier.class);

    private final ClusterActions actions;
    private final Runnable onFailure;
    private final AtomicReference<Decision> latest = new AtomicReference<>(Decision.NONE);
    private final Thread thread;

    /**
     * Starts.
     *
     * @param onFailure asked for a new decision, a second after something could not be done
     */
    public ClusterApplier(ClusterActions actions, Runnable onFailure) {
        this.actions = actions;
        this.onFailure = onFailure;
        this.thread = Thread.ofVirtual().name("apply").start(this::run);
    }

    @Override
    public void accept(Decision decision) {
        latest.set(decision);
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            Decision decision = latest.getAndSet(Decision.NONE);
            if (decision == Decision.NONE) {
                LockSupport.park(this);
            } else if (!apply(decision)) {
                LockSupport.parkNanos(this, AFTER_FAILURE.toNanos());
                onFailure.run();
            }
        }
    }

    private boolean apply(Decision decision) {
        boolean done = true;
        for (var ending : decision.end()) {
            done &= attempt("end", ending.intercept(), () -> actions.end(ending.intercept(), ending.by()));
        }
        for (var mark : decision.mark().entrySet()) {
            done &= attempt("mark", mark.getKey(), () -> actions.mark(mark.getKey(), mark.getValue()));
        }
        for (var pod : decision.replace()) {
            done &= attempt("replace", pod, () -> actions.evict(pod));
        }
        for (var write : decision.writes().entrySet()) {
            done &= attempt("status", write.getKey(), () -> actions.writeStatus(write.getKey(), write.getValue()));
        }
        return done;
    }

    private static boolean attempt(String action, Object object, Runnable change) {
        try {
            change.run();
            LOG.atDebug()
                    .addKeyValue("action", action)
                    .addKeyValue("object", object)
                    .log("Done");
            return true;
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("action", action)
                    .addKeyValue("object", object)
                    .addKeyValue("failure", String.valueOf(e.getMessage()))
                    .log("Cannot change the cluster; trying again");
            return false;
        }
    }
}
