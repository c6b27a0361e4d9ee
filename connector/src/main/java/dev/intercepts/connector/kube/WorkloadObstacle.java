package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a workload cannot be intercepted, as far as it and its Services show; the Traffic Manager, which refuses, sees more
 * (docs/workloads.md).
 */
final class WorkloadObstacle {

    private WorkloadObstacle() {}

    /**
     * A clause, or empty.
     *
     * @param leading the Services that select its pods
     */
    static Optional<String> of(WorkloadObject workload, List<Service> leading) {
        if (leading.isEmpty()) {
            return Optional.of("no service leads to it");
        }
        if (leading.stream().allMatch(service -> ServicePorts.tcp(service).isEmpty())) {
            return Optional.of("its service has no TCP port");
        }
        PodSpec pods = workload.template().getSpec();
        Optional<String> inPods = pods == null ? Optional.empty() : inPods(workload, pods);
        return inPods.or(() -> workload.marked() ? Optional.empty() : againstNewPods(workload.object()));
    }

    private static Optional<String> inPods(WorkloadObject workload, PodSpec pods) {
        if (Boolean.TRUE.equals(pods.getHostNetwork())) {
            return Optional.of("its pods use the node's network");
        }
        Map<String, String> nodes = pods.getNodeSelector() == null ? Map.of() : pods.getNodeSelector();
        boolean windows = pods.getOs() != null && "windows".equals(pods.getOs().getName())
                || "windows".equals(nodes.get("kubernetes.io/os"));
        if (windows) {
            return Optional.of("its pods run on Windows");
        }
        boolean foreign = !workload.written()
                && pods.getContainers() != null
                && pods.getContainers().stream()
                        .anyMatch(container -> ClusterNames.AGENT_CONTAINER.equals(container.getName()));
        return foreign
                ? Optional.of("its pods have another product's container " + ClusterNames.AGENT_CONTAINER)
                : Optional.empty();
    }

    /** Pods get the agent when they are made. */
    private static Optional<String> againstNewPods(HasMetadata workload) {
        if (workload instanceof Deployment deployment
                && Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            return Optional.of("it is paused");
        }
        if (workload instanceof StatefulSet set && set.getSpec().getUpdateStrategy() != null) {
            var strategy = set.getSpec().getUpdateStrategy();
            if ("OnDelete".equals(strategy.getType())) {
                return Optional.of("its update strategy OnDelete keeps its pods as they are");
            }
            var rolling = strategy.getRollingUpdate();
            if (rolling != null && rolling.getPartition() != null && rolling.getPartition() > 0) {
                return Optional.of("its update strategy's partition keeps pods as they are");
            }
        }
        return Optional.empty();
    }
}
