package dev.intercepts.manager.injection;

import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The init container that leads the pod's incoming connections for a port to the agent instead. Connections within the pod,
 * the agent's own to the app among them, are not concerned ({@code PREROUTING}).
 */
final class RedirectContainer {

    private RedirectContainer() {}

    static Optional<JsonNode> render(String image, PortPlan plan) {
        List<PortPlan.Planned> ports =
                plan.ports().stream().filter(PortPlan.Planned::redirected).toList();
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        String script = Stream.of("iptables", "ip6tables")
                .map(tool -> (tool.equals("ip6tables") ? "ip6tables -t nat -L >/dev/null 2>&1 || exit 0\n" : "")
                        + ports.stream().map(port -> rules(tool, port)).collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n"));
        return Optional.of(Json.tree(Map.of(
                "name",
                ClusterNames.REDIRECT_CONTAINER,
                "image",
                image,
                "command",
                List.of("/bin/sh", "-ec", script),
                "securityContext",
                Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "capabilities",
                        Map.of("add", List.of("NET_ADMIN", "NET_RAW"), "drop", List.of("ALL")),
                        "privileged",
                        false,
                        "runAsNonRoot",
                        false,
                        "runAsUser",
                        0),
                "resources",
                Map.of("requests", Map.of("cpu", "10m", "memory", "16Mi"), "limits", Map.of("memory", "64Mi")))));
    }

    private static String rules(String tool, PortPlan.Planned port) {
        return rule(tool, port.agent().containerPort(), port.agent().agentPort())
                + "\n"
                + rule(
                        tool,
                        port.probePort() == null ? 0 : port.probePort(),
                        port.agent().containerPort());
    }

    private static String rule(String tool, int from, int to) {
        return tool + " -t nat -A PREROUTING -p tcp --dport " + from + " -j REDIRECT --to-ports " + to;
    }
}
