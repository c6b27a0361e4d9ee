package dev.intercepts.manager.world;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a workload that can be intercepted.
 *
 * @param ref its namespace and name
 * @param workload whose pod it is
 * @param ready whether its condition {@code Ready} is true
 * @param endsBy when what is left of its processes is killed ({@code metadata.deletionTimestamp}), if it is being deleted, else
 *     {@code null}
 * @param mark of the template that it was made from; {@code null} if that asked for no agent
 * @param agentPorts container ports that its agent stands before; {@code null} without an agent
 * @param refusal why the webhook gave it no agent, as a clause about the pod; {@code null} if it did, or was not asked
 */
public record PodView(
        PodRef ref,
        WorkloadRef workload,
        boolean ready,
        @Nullable Instant endsBy,
        @Nullable Mark mark,
        @Nullable Set<Integer> agentPorts,
        @Nullable String refusal) {

    /** Whether it is being deleted. No new connection should come to it, but those that it has are answered until it ends. */
    public boolean terminating() {
        return endsBy != null;
    }

    /** Whether it has an agent. */
    public boolean hasAgent() {
        return agentPorts != null;
    }

    /** Whether it has an agent that stands before a container port. */
    public boolean hasAgentBefore(int port) {
        return agentPorts != null && agentPorts.contains(port);
    }
}
