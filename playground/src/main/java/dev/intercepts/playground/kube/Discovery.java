package dev.intercepts.playground.kube;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents that tell a client which types there are. */
final class Discovery {

    private static final List<ResourceType> QUESTIONS = List.of(
            question("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
            question("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
            question("authentication.k8s.io", "tokenreviews", "TokenReview"),
            question("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"));

    private final ResourceTypes types;

    Discovery(ResourceTypes types) {
        this.types = types;
    }

    /** The document at the path, if there is one. */
    Optional<ObjectNode> document(String path) {
        List<String> steps = List.of(path.substring(1).split("/"));
        return switch (steps.size()) {
            case 1 -> root(path);
            case 2 ->
                path.equals("/api/v1")
                        ? resources("", "v1")
                        : path.startsWith("/apis/") ? group(steps.get(1)) : Optional.empty();
            case 3 -> steps.getFirst().equals("apis") ? resources(steps.get(1), steps.get(2)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<ObjectNode> root(String path) {
        return switch (path) {
            case "/version" ->
                Optional.of(Json.object()
                        .put("major", "1")
                        .put("minor", "34")
                        .put("gitVersion", "v1.34.0+playground")
                        .put("platform", "linux/amd64"));
            case "/api" -> {
                ObjectNode versions = Json.object().put("kind", "APIVersions");
                versions.putArray("versions").add("v1");
                yield Optional.of(versions);
            }
            case "/apis" -> {
                ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
                ArrayNode groups = list.putArray("groups");
                served().map(ResourceType::group)
                        .filter(group -> !group.isEmpty())
                        .distinct()
                        .sorted()
                        .forEach(group -> group(group).ifPresent(groups::add));
                yield Optional.of(list);
            }
            default -> Optional.empty();
        };
    }

    private Stream<ResourceType> served() {
        return Stream.concat(types.all(), QUESTIONS.stream());
    }

    private Optional<ObjectNode> group(String name) {
        TreeSet<String> versions = new TreeSet<>(Comparator.reverseOrder());
        served().filter(type -> type.group().equals(name)).forEach(type -> versions.add(type.version()));
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode group =
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version -> list.add(groupVersion(name, version)));
        group.set("preferredVersion", groupVersion(name, versions.getFirst()));
        return Optional.of(group);
    }

    private static ObjectNode groupVersion(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    private Optional<ObjectNode> resources(String group, String version) {
        List<ResourceType> found = served().filter(
                        type -> type.group().equals(group) && type.version().equals(version))
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", found.getFirst().apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (ResourceType type : found) {
            ObjectNode resource = resources.addObject();
            describe(resource, type, "");
            type.shortNames().forEach(Json.list(resource, "shortNames")::add);
            if (type.status()) {
                describe(resources.addObject(), type, "/status");
            }
        }
        return Optional.of(list);
    }

    private static void describe(ObjectNode resource, ResourceType type, String part) {
        resource.put("name", type.plural() + part)
                .put("singularName", part.isEmpty() ? type.singular() : "")
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        ArrayNode verbs = resource.putArray("verbs");
        List<String> able = QUESTIONS.contains(type)
                ? List.of("create")
                : part.isEmpty()
                        ? List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
                        : List.of("get", "patch", "update");
        able.forEach(verbs::add);
    }

    private static ResourceType question(String group, String plural, String kind) {
        return new ResourceType(group, "v1", plural, kind, false, false, List.of(), false);
    }
}
