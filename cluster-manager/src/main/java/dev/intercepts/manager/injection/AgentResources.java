package dev.intercepts.manager.injection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What the agent's containers ask for, so that the pod stays what it is for quotas and for the scheduler: a pod of class
 * Guaranteed stays one, a quota on limits finds limits, and a pod with resources of its own has the agent share them.
 */
final class AgentResources {

    /** A JVM that has less to start with is not ready in time. */
    private static final String CPU_LIMIT = "500m";

    private AgentResources() {}

    /** Of the agent; empty for none. */
    static Map<String, Object> agent(JsonNode spec) {
        return of(spec, "72Mi", "256Mi");
    }

    /** Of the init container that redirects ports; empty for none. */
    static Map<String, Object> redirect(JsonNode spec) {
        return of(spec, "16Mi", "64Mi");
    }

    private static Map<String, Object> of(JsonNode spec, String memory, String memoryLimit) {
        if (!spec.path("resources").isEmpty()) {
            return Map.of();
        }
        Map<String, Object> limits = new LinkedHashMap<>();
        if (all(spec, List.of("containers"), container -> limited(container, "cpu"))) {
            limits.put("cpu", CPU_LIMIT);
        }
        limits.put("memory", memoryLimit);
        boolean guaranteed = all(spec, List.of("containers", "initContainers"), AgentResources::guaranteed);
        return Map.of("requests", guaranteed ? limits : requests(memory), "limits", limits);
    }

    private static Map<String, Object> requests(String memory) {
        Map<String, Object> requests = new LinkedHashMap<>();
        requests.put("cpu", "10m");
        requests.put("memory", memory);
        return requests;
    }

    private static boolean all(JsonNode spec, List<String> lists, java.util.function.Predicate<JsonNode> what) {
        return lists.stream()
                .allMatch(list -> StreamSupport.stream(spec.path(list).spliterator(), false)
                        .allMatch(what));
    }

    private static boolean limited(JsonNode container, String resource) {
        return container.path("resources").path("limits").hasNonNull(resource);
    }

    /** Kubernetes' rule: limits of both, and requests, where there are any, the same. */
    private static boolean guaranteed(JsonNode container) {
        JsonNode resources = container.path("resources");
        return List.of("cpu", "memory").stream().allMatch(resource -> {
            JsonNode limit = resources.path("limits").path(resource);
            JsonNode request = resources.path("requests").path(resource);
            return limited(container, resource)
                    && (request.isMissingNode() || request.asString("").equals(limit.asString("")));
        });
    }
}
