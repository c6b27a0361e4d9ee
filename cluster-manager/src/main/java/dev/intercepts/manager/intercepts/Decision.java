package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be.
 *
 * @param statuses the status of each intercept that goes on
 * @param writes those of the statuses that are not written yet
 * @param holders the intercepts that hold their port, by name: streams are let through for these only
 * @param routes for each workload with a holder, what its agents do
 * @param mark workloads whose template is to ask for the agent, and how
 * @param replace pods to be deleted so that their successors have an agent
 * @param end intercepts to be deleted
 * @param lookAgain when time alone changes something; {@code null} if it does not
 */
public record Decision(
        Map<InterceptRef, InterceptStatus> statuses,
        Map<InterceptRef, InterceptStatus> writes,
        Map<InterceptRef, Holder> holders,
        Map<WorkloadRef, List<Route>> routes,
        Map<WorkloadRef, Mark> mark,
        Set<PodRef> replace,
        List<Ending> end,
        @Nullable Instant lookAgain) {

    /** Before the first look. */
    public static final Decision NONE =
            new Decision(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), List.of(), null);

    /**
     * An intercept that holds its port.
     *
     * @param spec what is asked for
     * @param workload whose port
     * @param container name of the container that has it
     */
    public record Holder(InterceptSpec spec, WorkloadRef workload, String container) {}

    /**
     * An intercept that ends.
     *
     * @param intercept which
     * @param by who ends it, for people
     */
    public record Ending(InterceptRef intercept, String by) {}
}
