package dev.intercepts.manager.injection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What changes in the app's containers: port names that the agent takes, and probes that must not meet the agent. */
final class AppContainers {

    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");
    private static final List<String> ACTIONS = List.of("httpGet", "tcpSocket", "grpc");

    private AppContainers() {}

    static void rewrite(ArrayNode containers, PortPlan plan) {
        for (JsonNode container : containers) {
            rewrite((ObjectNode) container, plan);
        }
    }

    private static void rewrite(ObjectNode container, PortPlan plan) {
        String name = container.path("name").asString("");
        Map<String, Integer> targets = probeTargets(container, name, plan);
        PROBES.forEach(probe -> point(container.path(probe), targets));
        HOOKS.forEach(hook -> point(container.path("lifecycle").path(hook), targets));
        for (JsonNode port : container.path("ports")) {
            boolean moved = plan.ports().stream()
                    .anyMatch(planned -> planned.agent().container().equals(name)
                            && planned.movedName() != null
                            && planned.movedName().equals(port.path("name").asString("")));
            if (moved) {
                ((ObjectNode) port).remove("name");
            }
        }
    }

    /** What a probe's port, by name or number, must become; ports that may stay as they are, are missing. */
    private static Map<String, Integer> probeTargets(ObjectNode container, String name, PortPlan plan) {
        Map<String, Integer> targets = new HashMap<>();
        for (PortPlan.Planned planned : plan.ports()) {
            int port = planned.agent().containerPort();
            Integer past = planned.probePort();
            if (past != null) {
                targets.put(Integer.toString(port), past);
            }
            if (planned.agent().container().equals(name)) {
                for (JsonNode declared : container.path("ports")) {
                    if (declared.path("containerPort").asInt() == port && declared.hasNonNull("name")) {
                        targets.put(declared.path("name").asString(), past == null ? port : past);
                    }
                }
            }
        }
        return targets;
    }

    private static void point(JsonNode probe, Map<String, Integer> targets) {
        for (String action : ACTIONS) {
            JsonNode target = probe.path(action);
            Integer port = targets.get(target.path("port").asString(""));
            if (port != null) {
                ((ObjectNode) target).put("port", port);
            }
        }
    }
}
