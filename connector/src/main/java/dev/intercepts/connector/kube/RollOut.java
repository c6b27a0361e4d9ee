package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.jspecify.annotations.Nullable;

/** Whether a workload's pods are all of its present template, as {@code kubectl rollout status} decides it. */
final class RollOut {

    private RollOut() {}

    /** What is still missing, for people; {@code null} when it is done. */
    static @Nullable String missing(Deployment deployment) {
        var status = deployment.getStatus();
        int wanted = number(deployment.getSpec().getReplicas(), 1);
        if (status == null
                || behind(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration())) {
            return "not begun";
        }
        int updated = number(status.getUpdatedReplicas(), 0);
        int all = number(status.getReplicas(), 0);
        int available = number(status.getAvailableReplicas(), 0);
        if (updated < wanted) {
            return updated + " of " + wanted + " pods updated";
        }
        if (all > updated) {
            return (all - updated) + " old pods are ending";
        }
        return available < updated ? available + " of " + updated + " pods available" : null;
    }

    /** What is still missing, for people; {@code null} when it is done. */
    static @Nullable String missing(StatefulSet statefulSet) {
        var status = statefulSet.getStatus();
        int wanted = number(statefulSet.getSpec().getReplicas(), 1);
        if (status == null
                || behind(
                        status.getObservedGeneration(),
                        statefulSet.getMetadata().getGeneration())) {
            return "not begun";
        }
        int updated = number(status.getUpdatedReplicas(), 0);
        int ready = number(status.getReadyReplicas(), 0);
        boolean revised =
                status.getUpdateRevision() == null || status.getUpdateRevision().equals(status.getCurrentRevision());
        if (!revised && updated < wanted) {
            return updated + " of " + wanted + " pods updated";
        }
        return ready < wanted ? ready + " of " + wanted + " pods ready" : null;
    }

    /** Why its controller does not replace its pods, as a clause; {@code null} where it does. */
    static @Nullable String left(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused())
                ? "the roll-out of deployment/" + deployment.getMetadata().getName() + " is paused"
                : null;
    }

    /** Why its controller does not replace all its pods, as a clause; {@code null} where it does. */
    static @Nullable String left(StatefulSet statefulSet) {
        var strategy = statefulSet.getSpec().getUpdateStrategy();
        String name = "statefulset/" + statefulSet.getMetadata().getName();
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return name + " replaces its pods only when somebody deletes them";
        }
        boolean partitioned = strategy != null
                && strategy.getRollingUpdate() != null
                && number(strategy.getRollingUpdate().getPartition(), 0) > 0;
        return partitioned ? name + " keeps its pods below its partition" : null;
    }

    private static boolean behind(@Nullable Long observed, @Nullable Long generation) {
        return generation != null && (observed == null || observed < generation);
    }

    private static int number(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
