package dev.intercepts.manager.injection;

import dev.intercepts.manager.world.Mesh;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The users that proxies of service meshes run as in a pod. */
final class MeshUsers {

    private MeshUsers() {}

    static List<Integer> of(JsonNode spec) {
        return ServingContainers.of(spec).stream()
                .flatMap(container -> Mesh.ofProxy(ServingContainers.name(container)).stream()
                        .map(mesh -> container
                                .path("securityContext")
                                .path("runAsUser")
                                .asInt(mesh.user())))
                .distinct()
                .toList();
    }
}
