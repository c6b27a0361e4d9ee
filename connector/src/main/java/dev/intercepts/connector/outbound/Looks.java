package dev.intercepts.connector.outbound;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether what the rules were made from still holds, until it is ended. */
final class Looks implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Looks.class);
    private static final long LOOK_MILLIS = 2_000;

    /** New namespaces and nodes count within half a minute. */
    private static final int LOOKS_OF_A_VIEW = 15;

    private final Rules rules;
    private final Supplier<ClusterView> view;
    private final Consumer<OutboundState> onState;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable ClusterView last;
    private @Nullable OutboundState state;
    private int looks;

    /** What is made to fit; by one thread at a time. */
    interface Rules {

        /** Makes them fit how the cluster and the laptop are now, and says how it stands then. */
        OutboundState follow(ClusterView view);

        /** Takes them away. */
        void close();
    }

    /**
     * Makes it.
     *
     * @param view asks the cluster, which may take a while or fail
     * @param onState told after each look
     */
    Looks(Rules rules, Supplier<ClusterView> view, Consumer<OutboundState> onState) {
        this.rules = rules;
        this.view = view;
        this.onState = onState;
    }

    @Override
    public void run() {
        try {
            while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look; the second one and all that follow by one thread, which may be another than that of the first. */
    void look() {
        try {
            // Whoever ends this waits for the rules, not for the cluster.
            ClusterView now = present();
            follow(() -> rules.follow(now));
        } catch (RuntimeException e) {
            // The session goes on without it, and the next look may go better.
            OutboundState off = OutboundState.off(List.of(), "it failed: " + e.getMessage(), "see the daemon's log");
            if (!off.equals(state)) {
                LOG.atWarn().setCause(e).log("outbound failed");
            }
            follow(() -> off);
        }
    }

    /** Returns when no rule is left; a look that goes on changes nothing any more. */
    void end() {
        ended.countDown();
        synchronized (this) {
            rules.close();
        }
    }

    private ClusterView present() {
        ClusterView known = last;
        if (known != null && looks++ % LOOKS_OF_A_VIEW != LOOKS_OF_A_VIEW - 1) {
            return known;
        }
        try {
            ClusterView now = view.get();
            last = now;
            return now;
        } catch (RuntimeException e) {
            if (known == null) {
                throw e;
            }
            // No answer says nothing of what the cluster has, and the tunnel may well be up.
            LOG.atInfo().addKeyValue("why", e.getMessage()).log("the cluster's network is taken to be as it was");
            return known;
        }
    }

    private synchronized void follow(Supplier<OutboundState> looked) {
        if (ended.getCount() == 0) {
            return;
        }
        OutboundState now = looked.get();
        if (!now.equals(state)) {
            state = now;
            LOG.atInfo()
                    .addKeyValue("ranges", now.ranges())
                    .addKeyValue("leftOut", now.leftOut())
                    .addKeyValue("reason", now.reason())
                    .log("outbound");
        }
        onState.accept(now);
    }
}
