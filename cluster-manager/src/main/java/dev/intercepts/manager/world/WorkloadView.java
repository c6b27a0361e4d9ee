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
 * @param obstacle what keeps any agent out of its pods, or {@code null}
 * @param rollout how its pods come to follow a changed template
 * @param owner what it belongs to ({@code deployment/hello} of a ReplicaSet), or {@code null}
 * @param refusal what the API server says while it refuses to make its pods, or {@code null}
 */
public record WorkloadView(
        WorkloadRef ref,
        Map<String, String> podLabels,
        @Nullable Mark mark,
        List<ContainerView> containers,
        @Nullable Obstacle obstacle,
        Rollout rollout,
        @Nullable String owner,
        @Nullable String refusal) {

    public WorkloadView {
        podLabels = Map.copyOf(podLabels);
        containers = List.copyOf(containers);
    }

    /** What keeps any agent out of a pod. */
    public enum Obstacle {
        NODE_NETWORK("use the node's network, where an agent cannot stand before them"),
        WINDOWS("run on Windows, and the agent's image is for Linux"),
        OTHER_AGENT("have a container called traffic-agent of another product");

        private final String clause;

        Obstacle(String clause) {
            this.clause = clause;
        }

        /** What is the matter with the pods, to stand behind their name. */
        public String clause() {
            return clause;
        }
    }

    /** How pods come to follow a changed template. */
    public enum Rollout {
        /** Its controller replaces them. */
        BY_CONTROLLER,
        /** Its controller was told to wait ({@code spec.paused}). */
        PAUSED,
        /** Whoever deletes them gets new ones ({@code OnDelete}): left to the user. */
        ON_DELETE,
        /** Its controller keeps those below a number as they were ({@code rollingUpdate.partition}). */
        PARTITIONED,
        /** A bare ReplicaSet never replaces pods: the manager deletes them one by one. */
        NEVER
    }
}
