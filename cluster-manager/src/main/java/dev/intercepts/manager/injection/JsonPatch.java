package dev.intercepts.manager.injection;

import dev.intercepts.manager.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The difference of two documents as JSON Patch (RFC 6902). Arrays are compared by position and may grow at the end. */
public final class JsonPatch {

    private JsonPatch() {}

    /** What makes {@code after} of {@code before}; an empty array if they are equal. */
    public static JsonNode diff(JsonNode before, JsonNode after) {
        List<Map<String, Object>> operations = new ArrayList<>();
        diff("", before, after, operations);
        return Json.tree(operations);
    }

    private static void diff(String path, JsonNode before, JsonNode after, List<Map<String, Object>> operations) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            for (String name : before.propertyNames()) {
                if (!after.has(name)) {
                    operations.add(operation("remove", path + "/" + escape(name), null));
                }
            }
            after.properties().forEach(property -> {
                String child = path + "/" + escape(property.getKey());
                if (before.has(property.getKey())) {
                    diff(child, before.path(property.getKey()), property.getValue(), operations);
                } else {
                    operations.add(operation("add", child, property.getValue()));
                }
            });
        } else if (before.isArray() && after.isArray() && before.size() <= after.size()) {
            for (int i = 0; i < after.size(); i++) {
                if (i < before.size()) {
                    diff(path + "/" + i, before.get(i), after.get(i), operations);
                } else {
                    operations.add(operation("add", path + "/-", after.get(i)));
                }
            }
        } else {
            operations.add(operation("replace", path, after));
        }
    }

    private static Map<String, Object> operation(
            String op, String path, @org.jspecify.annotations.Nullable JsonNode value) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", op);
        operation.put("path", path);
        if (value != null) {
            operation.put("value", value);
        }
        return operation;
    }

    /** RFC 6901 §3. */
    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
