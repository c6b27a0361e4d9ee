package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.route.Route;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many of the ready pods have applied a route.
 *
 * @param applied pods that have
 * @param wanted ready pods
 * @param missing one that has not, or {@code null}
 * @param error what an agent said that could not, or {@code null}
 */
record Progress(
        int applied,
        int wanted,
        @Nullable PodRef missing,
        @Nullable String error) {

    static final Progress NONE = new Progress(0, 0, null, null);

    static Progress of(List<PodView> ready, Route route, Map<PodRef, World.Agent> agents) {
        Progress progress = new Progress(0, ready.size(), null, null);
        for (PodView pod : ready) {
            progress = progress.with(pod.ref(), agents.get(pod.ref()), route);
        }
        return progress;
    }

    private Progress with(PodRef pod, World.@Nullable Agent agent, Route route) {
        if (agent != null && agent.applied().contains(route)) {
            return new Progress(applied + 1, wanted, missing, error);
        }
        if (agent != null && agent.error() != null && agent.refused().contains(route)) {
            return new Progress(applied, wanted, pod, "The agent in pod " + pod.name() + " said: " + agent.error());
        }
        return new Progress(applied, wanted, pod, error);
    }

    /** Whether every ready pod has, and there is one. */
    boolean complete() {
        return wanted > 0 && applied == wanted;
    }

    /** What is waited for. */
    String sentence(WorkloadRef workload) {
        return missing == null
                ? "Waiting for a ready pod of " + workload
                : "Waiting for the agent in pod " + missing.name() + " (" + applied + " of " + wanted
                        + " have applied it)";
    }
}
