package dev.intercepts.manager.injection;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.Mesh;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The init container that leads the pod's incoming connections for a port to the agent instead. Connections within the pod,
 * the agent's own to the app among them, are not concerned ({@code PREROUTING}); but where a service mesh's proxy takes what
 * comes in, its connections to the app are.
 */
final class RedirectContainer {

    private RedirectContainer() {}

    /** Adds it to a pod whose ports need it, or brings the one that is there up to date. */
    static void put(ObjectNode spec, InjectionSettings settings, List<Redirect> redirects) {
        if (redirects.isEmpty()) {
            return;
        }
        ArrayNode containers = (ArrayNode) spec.withArray("initContainers");
        List<JsonNode> others = new ArrayList<>();
        containers.forEach(container -> {
            if (!ServingContainers.name(container).equals(ClusterNames.REDIRECT_CONTAINER)) {
                others.add(container);
            }
        });
        others.add(position(others), render(spec, settings, redirects));
        containers.removeAll();
        containers.addAll(others);
    }

    /** Before sidecars, whose probes it lets past the agent; behind a mesh's rules, which then come first. */
    private static int position(List<JsonNode> others) {
        for (int i = others.size(); i > 0; i--) {
            if (Mesh.redirects(ServingContainers.name(others.get(i - 1)))) {
                return i;
            }
        }
        return 0;
    }

    private static JsonNode render(ObjectNode spec, InjectionSettings settings, List<Redirect> redirects) {
        List<Integer> meshUsers = MeshUsers.of(spec);
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", ClusterNames.REDIRECT_CONTAINER);
        container.put("image", settings.redirectImage());
        settings.pull().addTo(container);
        container.put("command", List.of("/bin/sh", "-ec", script(redirects, meshUsers)));
        List<Object> environment = new ArrayList<>();
        environment.add(Map.of("name", "XTABLES_LOCKFILE", "value", "/dev/shm/xtables.lock"));
        if (!meshUsers.isEmpty()) {
            environment.add(
                    Map.of("name", "POD_IP", "valueFrom", Map.of("fieldRef", Map.of("fieldPath", "status.podIP"))));
        }
        container.put("env", environment);
        Map<String, Object> resources = AgentResources.redirect(spec);
        if (!resources.isEmpty()) {
            container.put("resources", resources);
        }
        container.put("securityContext", securityContext());
        return Json.tree(container);
    }

    private static Map<String, Object> securityContext() {
        return Map.of(
                "allowPrivilegeEscalation",
                false,
                "capabilities",
                Map.of("add", List.of("NET_ADMIN", "NET_RAW"), "drop", List.of("ALL")),
                "privileged",
                false,
                "readOnlyRootFilesystem",
                true,
                "runAsNonRoot",
                false,
                "runAsUser",
                0,
                "runAsGroup",
                0);
    }

    private static String script(List<Redirect> redirects, List<Integer> meshUsers) {
        Stream<String> mesh = meshUsers.isEmpty()
                ? Stream.of()
                : Stream.concat(
                        Stream.of("case \"$POD_IP\" in *:*) own=ip6tables at=\"[$POD_IP]\";;"
                                + " *) own=iptables at=\"$POD_IP\";; esac"),
                        redirects.stream().flatMap(redirect -> redirect.behindProxy(meshUsers)));
        return Stream.of(
                        redirects.stream().flatMap(redirect -> redirect.incoming("iptables")),
                        mesh,
                        Stream.of("ip6tables -t nat -L >/dev/null 2>&1 || exit 0"),
                        redirects.stream().flatMap(redirect -> redirect.incoming("ip6tables")))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }
}
