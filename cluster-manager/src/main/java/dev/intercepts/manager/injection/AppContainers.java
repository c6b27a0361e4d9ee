package dev.intercepts.manager.injection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What changes in the app's containers: port names that the agent takes, and probes that must not meet the agent. */
final class AppContainers {

    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> HOOKS = List.of("postStart", "preStop");
    private static final List<String> ACTIONS = List.of("httpGet", "tcpSocket", "grpc");

    private AppContainers() {}

    static void rewrite(List<ObjectNode> containers, PortPlan plan) {
        containers.forEach(container -> rewrite(container, plan));
    }

    private static void rewrite(ObjectNode container, PortPlan plan) {
        Targets targets = Targets.of(container, plan);
        PROBES.forEach(probe -> point(container.path(probe), targets));
        HOOKS.forEach(hook -> point(container.path("lifecycle").path(hook), targets));
        for (JsonNode port : container.path("ports")) {
            // Of whichever container: the agent comes last, and the first container with a name has it.
            if (isTcp(port) && plan.moves(port.path("name").asString(""))) {
                ((ObjectNode) port).remove("name");
            }
        }
    }

    /**
     * What a probe's port, by name or number, must become; ports that may stay as they are, are missing.
     *
     * @param named number of each port whose name goes
     * @param past where a probe of a redirected port, by name or number, gets past the agent
     */
    private record Targets(Map<String, Integer> named, Map<String, Integer> past) {

        static Targets of(ObjectNode container, PortPlan plan) {
            Map<String, Integer> named = new HashMap<>();
            Map<String, Integer> past = new HashMap<>();
            for (PortPlan.Planned planned : plan.ports()) {
                if (planned.redirected()) {
                    past.put(
                            Integer.toString(planned.agent().containerPort()),
                            Objects.requireNonNull(planned.probePort()));
                }
            }
            for (JsonNode port : container.path("ports")) {
                String name = port.path("name").asString("");
                int number = port.path("containerPort").asInt();
                Integer probe = past.get(Integer.toString(number));
                if (isTcp(port) && probe != null && !name.isEmpty()) {
                    past.put(name, probe);
                }
                if (isTcp(port) && plan.moves(name)) {
                    named.put(name, number);
                }
            }
            return new Targets(named, past);
        }
    }

    private static void point(JsonNode probe, Targets targets) {
        for (String action : ACTIONS) {
            if (!(probe.path(action) instanceof ObjectNode target)) {
                continue;
            }
            String asked = target.path("port").asString("");
            // With a host of its own it does not go to the pod's address.
            boolean elsewhere = !target.path("host").asString("").isEmpty();
            Integer port = elsewhere ? null : targets.past().get(asked);
            Integer number = port != null ? port : targets.named().get(asked);
            if (number != null) {
                target.put("port", number);
            }
        }
    }

    private static boolean isTcp(JsonNode port) {
        return port.path("protocol").asString("TCP").equals("TCP");
    }
}
