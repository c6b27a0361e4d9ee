package dev.intercepts.playground.kube;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers the requests that have one answer: everything but watches and forwarded ports. Blocks. */
final class Api {

    private static final String APPLY = "application/apply-patch+yaml";

    private final Resources resources;
    private final ResourceTypes types;
    private final Discovery discovery;
    private final Reviews reviews;
    private final Function<String, Optional<ObjectNode>> published;

    /** What is sent back. */
    record Answer(int code, ObjectNode body) {}

    /**
     * Makes it.
     *
     * @param published documents beside the types' own, by path
     */
    Api(Resources resources, ResourceTypes types, Reviews reviews, Function<String, Optional<ObjectNode>> published) {
        this.published = published;
        this.resources = resources;
        this.types = types;
        this.discovery = new Discovery(types);
        this.reviews = reviews;
    }

    /** Never throws: a refusal is an answer too. */
    Answer answer(ApiRequest request) {
        try {
            return dispatch(request);
        } catch (ApiException e) {
            return new Answer(e.code(), e.status());
        }
    }

    private Answer dispatch(ApiRequest request) {
        if (request.method().equals("GET")) {
            var document = discovery.document(request.path()).or(() -> published.apply(request.path()));
            if (document.isPresent()) {
                return new Answer(200, document.get());
            }
        }
        var review = reviews.answer(request);
        if (review.isPresent()) {
            return new Answer(201, review.get());
        }
        ApiPath path = ApiPath.parse(request.path(), types).orElseThrow(() -> ApiException.noSuchPath(request.path()));
        return switch (path.part()) {
            case "", "status" -> path.name().isEmpty() ? collection(path, request) : object(path, request);
            case "scale" -> new Answer(200, scale(path, request));
            case "token" ->
                new Answer(
                        201,
                        reviews.request(
                                resources.get(ResourceTypes.SERVICE_ACCOUNTS, path.namespace(), path.name()),
                                request.object()));
            default -> throw ApiException.noSuchPath(request.path());
        };
    }

    private Answer collection(ApiPath path, ApiRequest request) {
        return switch (request.method()) {
            case "GET" -> new Answer(200, list(path, request));
            case "POST" ->
                new Answer(
                        201,
                        shown(
                                path,
                                resources.create(path.type(), namespace(path), request.object(), request.dryRun())));
            case "DELETE" -> {
                ObjectNode deleted = list(path, request);
                DeleteOptions options = deleteOptions(request);
                Json.objects(deleted, "items")
                        .forEach(item -> resources.delete(path.type(), Meta.namespace(item), Meta.name(item), options));
                yield new Answer(200, deleted);
            }
            default -> throw notAllowed(request);
        };
    }

    private static String namespace(ApiPath path) {
        if (path.type().namespaced() && path.namespace().isEmpty()) {
            throw ApiException.badRequest("an empty namespace may not be set during creation");
        }
        return path.namespace();
    }

    private ObjectNode list(ApiPath path, ApiRequest request) {
        Predicate<JsonNode> selected =
                Selector.of(request.parameter("labelSelector"), request.parameter("fieldSelector"));
        ObjectStore.Snapshot snapshot = resources.store().list(path.type(), path.namespace());
        ObjectNode list = Json.object()
                .put("kind", path.type().kind() + "List")
                .put("apiVersion", path.type().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(snapshot.revision()));
        ArrayNode items = list.putArray("items");
        snapshot.objects().stream()
                .filter(selected)
                .map(item -> shown(path, item))
                .forEach(items::add);
        return list;
    }

    private Answer object(ApiPath path, ApiRequest request) {
        ResourceType type = path.type();
        String part = path.part();
        if (!part.isEmpty() && !type.status()) {
            throw ApiException.noSuchPath(request.path());
        }
        return switch (request.method()) {
            case "GET" -> new Answer(200, shown(path, resources.get(type, path.namespace(), path.name())));
            case "PUT" ->
                new Answer(
                        200,
                        shown(
                                path,
                                resources.replace(
                                        type,
                                        path.namespace(),
                                        path.name(),
                                        part,
                                        request.object(),
                                        request.dryRun())));
            case "PATCH" -> patch(path, request);
            case "DELETE" ->
                new Answer(
                        200,
                        shown(path, resources.delete(type, path.namespace(), path.name(), deleteOptions(request))));
            default -> throw notAllowed(request);
        };
    }

    private Answer patch(ApiPath path, ApiRequest request) {
        boolean there = resources
                .store()
                .find(path.type(), path.namespace(), path.name())
                .isPresent();
        ObjectNode result = switch (request.contentType()) {
            case APPLY -> {
                String manager = request.parameter("fieldManager");
                if (manager.isEmpty()) {
                    throw ApiException.badRequest("fieldManager: empty (expected: who applies)");
                }
                yield resources.apply(
                        path.type(),
                        path.namespace(),
                        path.name(),
                        path.part(),
                        request.object(),
                        new Resources.Applier(manager, request.flag("force"), request.dryRun()));
            }
            case "application/json-patch+json" -> {
                JsonNode patch = request.json();
                yield modify(path, request, old -> JsonPatch.apply(old, patch));
            }
            case "application/merge-patch+json" -> {
                ObjectNode patch = request.object();
                yield modify(path, request, old -> Merge.json(old, patch));
            }
            case "application/strategic-merge-patch+json" -> {
                if (path.type().custom()) {
                    throw unsupported(request);
                }
                ObjectNode patch = request.object();
                yield modify(path, request, old -> Merge.strategic(old, patch));
            }
            default -> throw unsupported(request);
        };
        return new Answer(there ? 200 : 201, shown(path, result));
    }

    private ObjectNode modify(ApiPath path, ApiRequest request, java.util.function.UnaryOperator<ObjectNode> change) {
        return resources.modify(path.type(), path.namespace(), path.name(), path.part(), change, request.dryRun());
    }

    /** The {@code Scale} of a workload: read, or set by PUT or merge patch. */
    private ObjectNode scale(ApiPath path, ApiRequest request) {
        ObjectNode workload = resources.get(path.type(), path.namespace(), path.name());
        if (!request.method().equals("GET")) {
            int replicas = Json.number(request.object(), 0, "spec", "replicas");
            workload = modify(path.withoutPart(), request, old -> {
                ObjectNode scaled = old.deepCopy();
                Json.child(scaled, "spec").put("replicas", replicas);
                return scaled;
            });
        }
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.set(field, Json.at(workload, "metadata", field));
        }
        scale.putObject("spec").put("replicas", Json.number(workload, 0, "spec", "replicas"));
        scale.putObject("status").put("replicas", Json.number(workload, 0, "status", "replicas"));
        return scale;
    }

    private static DeleteOptions deleteOptions(ApiRequest request) {
        return DeleteOptions.of(
                request.json(), request.parameter("gracePeriodSeconds"), request.parameter("propagationPolicy"));
    }

    /** The object in the version asked for, whatever it was stored as. */
    private static ObjectNode shown(ApiPath path, ObjectNode object) {
        return object.deepCopy()
                .put("apiVersion", path.type().apiVersion())
                .put("kind", path.type().kind());
    }

    private static ApiException notAllowed(ApiRequest request) {
        return new ApiException(405, "MethodNotAllowed", request.method() + " is not allowed on " + request.path());
    }

    private static ApiException unsupported(ApiRequest request) {
        return new ApiException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format: " + request.contentType());
    }
}
