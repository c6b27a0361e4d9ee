package dev.intercepts.manager.injection;

import dev.intercepts.manager.world.ContainerView;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The containers of a pod that go on running: the ordinary ones, and sidecars among the init containers. */
final class ServingContainers {

    private ServingContainers() {}

    /** In the order in which Kubernetes looks for the port that a Service means by its name. */
    static List<ObjectNode> of(JsonNode spec) {
        List<ObjectNode> serving = new ArrayList<>();
        for (JsonNode container : spec.path("containers")) {
            serving.add((ObjectNode) container);
        }
        for (JsonNode container : spec.path("initContainers")) {
            if (container.path("restartPolicy").asString("").equals("Always")) {
                serving.add((ObjectNode) container);
            }
        }
        return serving;
    }

    static List<ContainerView> views(JsonNode spec) {
        return of(spec).stream()
                .map(container -> new ContainerView(name(container), ports(container)))
                .toList();
    }

    static boolean haveAgent(JsonNode spec) {
        return of(spec).stream().anyMatch(container -> name(container).equals(ClusterNames.AGENT_CONTAINER));
    }

    static String name(JsonNode container) {
        return container.path("name").asString("");
    }

    private static List<ContainerView.Port> ports(JsonNode container) {
        List<ContainerView.Port> ports = new ArrayList<>();
        for (JsonNode port : container.path("ports")) {
            ports.add(new ContainerView.Port(
                    port.hasNonNull("name") ? port.path("name").asString() : null,
                    port.path("containerPort").asInt(),
                    port.path("protocol").asString("TCP")));
        }
        return ports;
    }
}
