package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.WorkloadView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far the agent has come into the pods of a workload.
 *
 * @param readyPods the pods that count: ready, not going away
 * @param mark whether the template must be made to ask for the agent
 * @param replace a pod to delete so that its successor has an agent
 * @param outcome what to say of it; empty once every ready pod has an agent before the port
 */
record Rollout(List<PodView> readyPods, boolean mark, Optional<PodRef> replace, Optional<Outcome> outcome) {

    static Rollout of(WorkloadView workload, int port, ClusterSnapshot cluster) {
        List<PodView> pods = cluster.pods().values().stream()
                .filter(pod -> pod.workload().equals(workload.ref()) && !pod.terminating())
                .sorted(Comparator.comparing(pod -> pod.ref().name()))
                .toList();
        List<PodView> ready = pods.stream().filter(PodView::ready).toList();
        if (workload.hostNetwork()) {
            return new Rollout(
                    ready,
                    false,
                    Optional.empty(),
                    Optional.of(Outcome.noAgent("The pods of " + workload.ref()
                            + " use the node's network, where an agent cannot stand before them")));
        }
        return new Rollout(
                ready, !workload.marked(), replacement(workload, pods), outcome(workload, port, pods, ready));
    }

    /** Of a bare ReplicaSet one pod at a time, and only while all others are ready. */
    private static Optional<PodRef> replacement(WorkloadView workload, List<PodView> pods) {
        boolean calm = pods.stream().filter(PodView::hasAgent).allMatch(PodView::ready);
        if (workload.rollout() != WorkloadView.Rollout.NEVER || !workload.marked() || !calm) {
            return Optional.empty();
        }
        return pods.stream()
                .filter(pod -> !pod.hasAgent() && !pod.marked())
                .map(PodView::ref)
                .findFirst();
    }

    private static Optional<Outcome> outcome(WorkloadView workload, int port, List<PodView> pods, List<PodView> ready) {
        Optional<PodView> missed =
                pods.stream().filter(pod -> pod.marked() && !pod.hasAgent()).findFirst();
        if (missed.isPresent()) {
            return Optional.of(Outcome.noAgent("Pod " + missed.get().ref().name()
                    + " was made without an agent, since the webhook did not answer; delete the pod"));
        }
        List<PodView> bare = pods.stream().filter(pod -> !pod.hasAgent()).toList();
        if (!bare.isEmpty()) {
            return Optional.of(bare(workload, pods.size() - bare.size(), pods.size()));
        }
        return ready.stream()
                .filter(pod -> pod.agentPorts() != null && !pod.agentPorts().contains(port))
                .findFirst()
                .map(pod -> Outcome.noPorts("The agent in pod " + pod.ref().name()
                        + " came before a Service led to port " + port + "; run kubectl rollout restart "
                        + workload.ref().workload()));
    }

    private static Outcome bare(WorkloadView workload, int done, int all) {
        return switch (workload.rollout()) {
            case PAUSED -> Outcome.noAgent("The roll-out of " + workload.ref() + " is paused; resume it");
            case ON_DELETE ->
                Outcome.noAgent(workload.ref() + " replaces its pods only when somebody deletes them; delete them");
            case BY_CONTROLLER, NEVER ->
                Outcome.waiting(
                        "Rolling out the agent to " + workload.ref() + ": " + done + " of " + all + " pods have it");
        };
    }
}
