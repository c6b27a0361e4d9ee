package dev.intercepts.manager.world;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that the manager knows of the cluster at one moment. */
public record ClusterSnapshot(
        List<InterceptResource> intercepts,
        List<ServiceView> services,
        Map<WorkloadRef, WorkloadView> workloads,
        Map<PodRef, PodView> pods,
        NamespaceRules rules) {

    /** Before anything was seen. */
    public static final ClusterSnapshot EMPTY = of(List.of(), List.of(), List.of(), List.of(), NamespaceRules.NONE);

    public ClusterSnapshot {
        intercepts = List.copyOf(intercepts);
        services = List.copyOf(services);
        workloads = Map.copyOf(workloads);
        pods = Map.copyOf(pods);
    }

    /** Puts workloads and pods under their names. */
    public static ClusterSnapshot of(
            List<InterceptResource> intercepts,
            List<ServiceView> services,
            List<WorkloadView> workloads,
            List<PodView> pods,
            NamespaceRules rules) {
        return new ClusterSnapshot(
                intercepts,
                services,
                workloads.stream().collect(Collectors.toMap(WorkloadView::ref, Function.identity())),
                pods.stream().collect(Collectors.toMap(PodView::ref, Function.identity())),
                rules);
    }
}
