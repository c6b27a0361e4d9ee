package dev.intercepts.playground.kube;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's status, made of its containers' states. */
final class PodStatus {

    private PodStatus() {}

    static ObjectNode of(
            String ip,
            String startTime,
            boolean initialized,
            List<ContainerRunner> initRunners,
            List<ContainerRunner> runners) {
        boolean ready = runners.stream().allMatch(runner -> runner.state().ready());
        ObjectNode status = Json.object()
                .put("phase", phase(initialized, runners))
                .put("hostIP", ip)
                .put("podIP", ip)
                .put("startTime", startTime)
                .put("qosClass", "BestEffort");
        status.putArray("podIPs").addObject().put("ip", ip);
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "PodScheduled", true, startTime);
        condition(conditions, "Initialized", initialized, startTime);
        condition(conditions, "ContainersReady", ready, startTime);
        condition(conditions, "Ready", ready, startTime);
        if (!initRunners.isEmpty()) {
            status.set("initContainerStatuses", statuses(initRunners));
        }
        status.set("containerStatuses", statuses(runners));
        return status;
    }

    private static String phase(boolean initialized, List<ContainerRunner> runners) {
        boolean ended =
                runners.stream().allMatch(runner -> runner.state().phase() instanceof ContainerState.Terminated);
        if (ended) {
            return "Succeeded";
        }
        boolean started = runners.stream()
                .anyMatch(runner -> runner.state().phase() instanceof ContainerState.Running
                        || runner.state().restarts() > 0);
        return initialized && started ? "Running" : "Pending";
    }

    private static ArrayNode statuses(List<ContainerRunner> runners) {
        ArrayNode statuses = Json.array();
        runners.forEach(runner -> statuses.add(runner.state().json(runner.name(), runner.image())));
        return statuses;
    }

    private static void condition(ArrayNode conditions, String type, boolean holds, String since) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", holds ? "True" : "False")
                .put("lastTransitionTime", since);
    }
}
