package dev.intercepts.manager.world;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a workload that can be intercepted.
 *
 * @param ref its namespace and name
 * @param workload whose pod it is
 * @param ready whether its condition {@code Ready} is true
 * @param terminating whether it is being deleted
 * @param marked whether it was made from a template that asks for the agent
 * @param agentPorts container ports that its agent stands before; {@code null} without an agent
 */
public record PodView(
        PodRef ref,
        WorkloadRef workload,
        boolean ready,
        boolean terminating,
        boolean marked,
        @Nullable Set<Integer> agentPorts) {

    /** Whether it has an agent. */
    public boolean hasAgent() {
        return agentPorts != null;
    }
}
