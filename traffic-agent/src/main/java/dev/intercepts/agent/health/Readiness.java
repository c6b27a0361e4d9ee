package dev.intercepts.agent.health;

/**
 * Whether the pod may get traffic. A new pod waits for its first table of routes, so that no request passes an intercept by;
 * but only for a while, so that a Traffic Manager that is away never keeps an app from starting.
 */
public final class Readiness {

    private volatile boolean begun;
    private volatile boolean draining;

    /** The first table holds, or was waited for long enough. */
    public void begin() {
        begun = true;
    }

    /** The agent is going away. */
    public void drain() {
        draining = true;
    }

    /** Whether traffic may come. */
    public boolean ready() {
        return begun && !draining;
    }
}
