package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.InterceptResource.Spec;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** ConfigMaps that stand for intercepts where one namespace is served: specification and status as JSON. */
final class InterceptConfigMaps {

    private InterceptConfigMaps() {}

    /** Empty for one whose name is none of an intercept's. */
    static Optional<InterceptResource> read(ConfigMap object) {
        var metadata = object.getMetadata();
        if (!metadata.getName().startsWith(ClusterNames.INTERCEPT_PREFIX)) {
            return Optional.empty();
        }
        Map<String, String> data = object.getData() == null ? Map.of() : object.getData();
        String created = metadata.getCreationTimestamp();
        String generation = data.getOrDefault(ClusterNames.INTERCEPT_GENERATION, "0");
        return Optional.of(new InterceptResource(
                new InterceptRef(
                        metadata.getNamespace(), metadata.getName().substring(ClusterNames.INTERCEPT_PREFIX.length())),
                metadata.getUid() == null ? "" : metadata.getUid(),
                generation.matches("[0-9]{1,18}") ? Long.parseLong(generation) : 0,
                created == null ? Instant.EPOCH : Instant.parse(created),
                spec(data.get(ClusterNames.INTERCEPT_SPEC)),
                status(data.get(ClusterNames.INTERCEPT_STATUS))));
    }

    private static Spec spec(@Nullable String text) {
        try {
            return InterceptObjects.spec(Json.read(text == null ? "{}" : text, JsonNode.class));
        } catch (BadRequestException e) {
            return new Spec.Unreadable(InterceptState.BAD_ARGS, "spec: " + e.getMessage());
        }
    }

    private static @Nullable InterceptStatus status(@Nullable String text) {
        try {
            return text == null ? null : InterceptObjects.status(Json.read(text, JsonNode.class));
        } catch (BadRequestException e) {
            return null;
        }
    }
}
