package dev.intercepts.playground.kube;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Patch (RFC 6902). */
final class JsonPatch {

    private JsonPatch() {}

    /**
     * A patched copy.
     *
     * @throws ApiException 422 if an operation cannot be done or a test fails
     */
    static ObjectNode apply(ObjectNode target, JsonNode patch) {
        ObjectNode root = target.deepCopy();
        for (JsonNode operation : patch) {
            List<String> path = pointer(Json.text(operation, "path"));
            switch (Json.text(operation, "op")) {
                case "add" -> add(root, path, operation.path("value").deepCopy());
                case "remove" -> remove(root, path);
                case "replace" -> {
                    remove(root, path);
                    add(root, path, operation.path("value").deepCopy());
                }
                case "move" -> {
                    List<String> from = pointer(Json.text(operation, "from"));
                    JsonNode moved = find(root, from);
                    remove(root, from);
                    add(root, path, moved);
                }
                case "copy" ->
                    add(
                            root,
                            path,
                            find(root, pointer(Json.text(operation, "from"))).deepCopy());
                case "test" -> {
                    if (!find(root, path).equals(operation.path("value"))) {
                        throw ApiException.invalid(
                                "patch", "testing value " + Json.text(operation, "path") + " failed");
                    }
                }
                default -> throw ApiException.badRequest("patch operation: " + operation + " (expected: RFC 6902)");
            }
        }
        return root;
    }

    private static List<String> pointer(String path) {
        if (path.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(path.substring(1).split("/", -1))
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static JsonNode find(JsonNode root, List<String> path) {
        JsonNode here = root;
        for (String step : path) {
            here = here instanceof ArrayNode list ? list.path(index(list, step, list.size() - 1)) : here.path(step);
        }
        if (here instanceof MissingNode) {
            throw ApiException.invalid("patch", "no value at /" + String.join("/", path));
        }
        return here;
    }

    private static void add(ObjectNode root, List<String> path, JsonNode value) {
        switch (parent(root, path)) {
            case ArrayNode list ->
                list.insert(last(path).equals("-") ? list.size() : index(list, last(path), list.size()), value);
            case ObjectNode object -> object.set(last(path), value);
            case JsonNode ignored -> throw ApiException.invalid("patch", "no parent for /" + String.join("/", path));
        }
    }

    private static void remove(ObjectNode root, List<String> path) {
        find(root, path);
        switch (parent(root, path)) {
            case ArrayNode list -> list.remove(index(list, last(path), list.size() - 1));
            case ObjectNode object -> object.remove(last(path));
            case JsonNode ignored -> throw ApiException.invalid("patch", "no parent for /" + String.join("/", path));
        }
    }

    private static JsonNode parent(ObjectNode root, List<String> path) {
        if (path.isEmpty()) {
            throw ApiException.invalid("patch", "the whole object cannot be replaced");
        }
        return find(root, path.subList(0, path.size() - 1));
    }

    private static String last(List<String> path) {
        return path.getLast();
    }

    private static int index(ArrayNode list, String step, int most) {
        if (!step.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(step) > most) {
            throw ApiException.invalid(
                    "patch", "list index: " + step + " (expected: 0-" + Math.min(most, list.size()) + ")");
        }
        return Integer.parseInt(step);
    }
}
