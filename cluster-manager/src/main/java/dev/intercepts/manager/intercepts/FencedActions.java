package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.InterceptStatus;
import java.util.function.BooleanSupplier;

/** Changes the cluster only while no other replica of the manager can be at it; else it throws, and the change is tried again. */
public final class FencedActions implements ClusterActions {

    private final ClusterActions actions;
    private final BooleanSupplier allowed;

    /**
     * Makes them.
     *
     * @param allowed asked before each change
     */
    public FencedActions(ClusterActions actions, BooleanSupplier allowed) {
        this.actions = actions;
        this.allowed = allowed;
    }

    @Override
    public void writeStatus(InterceptRef intercept, InterceptStatus status) {
        check();
        actions.writeStatus(intercept, status);
    }

    @Override
    public void mark(WorkloadRef workload, Mark mark) {
        check();
        actions.mark(workload, mark);
    }

    @Override
    public void evict(PodRef pod) {
        check();
        actions.evict(pod);
    }

    @Override
    public void end(InterceptRef intercept, String by) {
        check();
        actions.end(intercept, by);
    }

    private void check() {
        if (!allowed.getAsBoolean()) {
            throw new IllegalStateException("the lease could not be renewed; another replica may hold it");
        }
    }
}
