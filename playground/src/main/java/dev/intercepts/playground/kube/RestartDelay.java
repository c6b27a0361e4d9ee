package dev.intercepts.playground.kube;

import java.time.Duration;

/**
 * How long a container that ended waits before it is started again: not at all the first time, then 1 s, doubled to 10 s at
 * most; from the start again after a run of 20 s. Kubernetes waits far longer, which would only bore here.
 */
final class RestartDelay {

    private static final Duration HEALTHY_RUN = Duration.ofSeconds(20);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Duration next = Duration.ZERO;

    /** The wait after a run of this length. */
    Duration after(Duration run) {
        Duration wait = run.compareTo(HEALTHY_RUN) >= 0 ? Duration.ZERO : next;
        Duration doubled = wait.isZero() ? FIRST : wait.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
