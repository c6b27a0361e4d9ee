package dev.intercepts.manager.injection;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Why no agent can stand in a pod, whatever its Services are. */
final class PodObstacle {

    private PodObstacle() {}

    /** A clause about the pod, or empty. */
    static Optional<String> of(JsonNode spec) {
        if (spec.path("hostNetwork").asBoolean(false)) {
            return Optional.of("it uses the node's network");
        }
        boolean windows = spec.path("os").path("name").asString("").equals("windows")
                || spec.path("nodeSelector")
                        .path("kubernetes.io/os")
                        .asString("")
                        .equals("windows");
        if (windows) {
            return Optional.of("it runs on Windows, and the agent's image is for Linux");
        }
        if (ServingContainers.haveAgent(spec)) {
            return Optional.of("another product's container in it is called traffic-agent");
        }
        return Optional.empty();
    }
}
