package dev.intercepts.manager.world;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workload.
 *
 * @param ref which
 * @param podLabels labels of its pod template, which Services select by
 * @param mark how the template asks for the agent; {@code null} if it does not
 * @param containers of the template
 * @param hostNetwork whether its pods use the node's network
 * @param rollout how its pods come to follow a changed template
 * @param owner the workload that it belongs to ({@code deployment/hello} of a ReplicaSet), or {@code null}
 */
public record WorkloadView(
        WorkloadRef ref,
        Map<String, String> podLabels,
        @Nullable Mark mark,
        List<ContainerView> containers,
        boolean hostNetwork,
        Rollout rollout,
        @Nullable String owner) {

    public WorkloadView {
        podLabels = Map.copyOf(podLabels);
        containers = List.copyOf(containers);
    }

    /** How pods come to follow a changed template. */
    public enum Rollout {
        /** Its controller replaces them. */
        BY_CONTROLLER,
        /** Its controller was told to wait ({@code spec.paused}). */
        PAUSED,
        /** Whoever deletes them gets new ones ({@code OnDelete}): left to the user. */
        ON_DELETE,
        /** A bare ReplicaSet never replaces pods: the manager deletes them one by one. */
        NEVER
    }
}
