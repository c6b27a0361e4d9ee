package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.WorkloadKind;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The pods of one workload, and of no other whose labels they happen to share. */
final class WorkloadPods {

    private final KubernetesClient client;
    private final WorkloadObject workload;

    WorkloadPods(KubernetesClient client, WorkloadObject workload) {
        this.client = client;
        this.workload = workload;
    }

    /** Those that still have the agent. */
    List<Pod> injected() {
        return all().stream().filter(WorkloadPods::injected).toList();
    }

    /**
     * Deletes one that has the agent, so that its successor has none; one at a time, while all others are ready.
     *
     * @return whether none has it any more
     */
    boolean replaceNextInjected() {
        List<Pod> pods = all();
        List<Pod> injected = pods.stream().filter(WorkloadPods::injected).toList();
        boolean calm = pods.stream().filter(pod -> !injected(pod)).allMatch(WorkloadPods::ready)
                && pods.stream().noneMatch(pod -> pod.getMetadata().getDeletionTimestamp() != null);
        if (!injected.isEmpty() && calm) {
            client.resource(injected.getFirst()).delete();
        }
        return injected.isEmpty() && calm;
    }

    /** What to do about pods that nobody replaces. */
    String hint() {
        return workload.kind() == WorkloadKind.Deployment
                ? "run `kubectl rollout resume %s -n %s`".formatted(workload.workload(), workload.namespace())
                : "delete its pods: their successors have none";
    }

    private List<Pod> all() {
        return client
                .pods()
                .inNamespace(workload.namespace())
                .withLabels(workload.podLabels())
                .list()
                .getItems()
                .stream()
                .filter(this::belongs)
                .toList();
    }

    private boolean belongs(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .anyMatch(owner -> workload.kind() == WorkloadKind.Deployment
                        ? ofDeployment(owner, pod)
                        : owner.getKind().equals(workload.kind().name())
                                && owner.getName().equals(workload.name()));
    }

    /** Its ReplicaSets are named by it and by a hash that their pods bear as a label. */
    private boolean ofDeployment(OwnerReference owner, Pod pod) {
        String hash = pod.getMetadata().getLabels().get("pod-template-hash");
        return owner.getKind().equals("ReplicaSet") && owner.getName().equals(workload.name() + "-" + hash);
    }

    private static boolean injected(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .anyMatch(container -> container.getName().equals(ClusterNames.AGENT_CONTAINER));
    }

    private static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
