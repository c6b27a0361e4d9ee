package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.InterceptStatus;

/** What the manager changes in a cluster. Each method may block, is idempotent, and takes it well if the object is gone. */
public interface ClusterActions {

    /** Writes the status subresource. */
    void writeStatus(InterceptRef intercept, InterceptStatus status);

    /** Makes the pod template of a workload ask for the agent in this way. */
    void mark(WorkloadRef workload, Mark mark);

    /**
     * Evicts a pod.
     *
     * @throws RuntimeException if a PodDisruptionBudget does not let it go now
     */
    void evict(PodRef pod);

    /**
     * Deletes an intercept, after writing down who ended it.
     *
     * @param by for people
     */
    void end(InterceptRef intercept, String by);
}
