package dev.intercepts.manager.injection;

import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The agent's container as it stands in a pod (docs/protocol.md, the agent's container). */
final class AgentContainer {

    private static final String VOLUME = "traffic-agent-token";
    private static final int TOKEN_SECONDS = 3600;

    private final InjectionSettings settings;
    private final PortPlan plan;

    AgentContainer(InjectionSettings settings, PortPlan plan) {
        this.settings = settings;
        this.plan = plan;
    }

    /** Renders it, with the environment of the app's containers as they are before anything is changed in them. */
    ObjectNode render(String config, JsonNode spec, List<ObjectNode> apps) {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", ClusterNames.AGENT_CONTAINER);
        container.put("image", settings.agentImage());
        settings.pull().addTo(container);
        container.put("env", environment(config, apps));
        List<JsonNode> sources = InterceptedEnvironment.sources(apps);
        if (!sources.isEmpty()) {
            container.put("envFrom", sources);
        }
        container.put("ports", ports());
        container.put(
                "readinessProbe",
                Map.of(
                        "httpGet",
                        Map.of("path", "/readyz", "port", plan.healthPort()),
                        "periodSeconds",
                        2,
                        "timeoutSeconds",
                        2));
        Map<String, Object> resources = AgentResources.agent(spec);
        if (!resources.isEmpty()) {
            container.put("resources", resources);
        }
        container.put(
                "securityContext",
                Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "capabilities",
                        Map.of("drop", List.of("ALL")),
                        "readOnlyRootFilesystem",
                        true,
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        65532,
                        "seccompProfile",
                        Map.of("type", "RuntimeDefault")));
        container.put(
                "volumeMounts",
                List.of(Map.of(
                        "name",
                        VOLUME,
                        "mountPath",
                        ClusterNames.AGENT_TOKEN_FILE.substring(0, ClusterNames.AGENT_TOKEN_FILE.lastIndexOf('/')),
                        "readOnly",
                        true)));
        return (ObjectNode) Json.tree(container);
    }

    private List<Object> environment(String config, List<ObjectNode> apps) {
        List<Object> variables = new ArrayList<>();
        variables.add(variable("AGENT_CONFIG", config));
        variables.add(field("POD_NAME", "metadata.name"));
        variables.add(field("POD_NAMESPACE", "metadata.namespace"));
        variables.add(field("POD_IP", "status.podIP"));
        variables.add(field("POD_IPS", "status.podIPs"));
        variables.add(variable("AGENT_TOKEN_FILE", ClusterNames.AGENT_TOKEN_FILE));
        variables.add(variable("MANAGER_API_PORT", Integer.toString(settings.agentApiPort())));
        variables.add(variable("MANAGER_TUNNEL_PORT", Integer.toString(settings.agentTunnelPort())));
        // Said even where it is the usual one: a Service called agent-health would else set it for its namespace.
        variables.add(variable("AGENT_HEALTH_PORT", Integer.toString(plan.healthPort())));
        if (settings.agentLogLevel() != null) {
            variables.add(variable("LOG_LEVEL", settings.agentLogLevel()));
        }
        variables.add(variable(ClusterNames.INTERCEPTED_CONTAINERS, InterceptedEnvironment.names(apps)));
        variables.addAll(InterceptedEnvironment.variables(apps));
        return variables;
    }

    private List<Object> ports() {
        List<Object> ports = new ArrayList<>();
        for (PortPlan.Planned planned : plan.ports()) {
            int number = planned.agent().agentPort();
            planned.movedNames().forEach(name -> ports.add(port(name, number)));
            if (planned.movedNames().isEmpty()) {
                ports.add(port(null, number));
            }
        }
        return ports;
    }

    private static Map<String, Object> port(@Nullable String name, int number) {
        Map<String, Object> port = new LinkedHashMap<>();
        if (name != null) {
            port.put("name", name);
        }
        port.put("containerPort", number);
        port.put("protocol", "TCP");
        return port;
    }

    /** The volume with the token by which the agent proves itself to the manager. */
    static JsonNode tokenVolume() {
        return Json.tree(Map.of(
                "name",
                VOLUME,
                "projected",
                Map.of(
                        "sources",
                        List.of(Map.of(
                                "serviceAccountToken",
                                Map.of(
                                        "audience",
                                        ClusterNames.AGENT_TOKEN_AUDIENCE,
                                        "expirationSeconds",
                                        TOKEN_SECONDS,
                                        "path",
                                        ClusterNames.AGENT_TOKEN_FILE.substring(
                                                ClusterNames.AGENT_TOKEN_FILE.lastIndexOf('/') + 1)))))));
    }

    private static Map<String, Object> variable(String name, String value) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("name", name);
        variable.put("value", value);
        return variable;
    }

    private static Map<String, Object> field(String name, String path) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("name", name);
        variable.put("valueFrom", Map.of("fieldRef", Map.of("fieldPath", path)));
        return variable;
    }
}
