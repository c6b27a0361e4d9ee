package dev.intercepts.playground.kube;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Merging of objects: JSON Merge Patch (RFC 7386), and Kubernetes' way, which knows the keys of lists. */
final class Merge {

    /** Lists whose elements are told apart by a field: name of the list → fields, of which the first one present counts. */
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("ports", List.of("containerPort", "port")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("conditions", List.of("type")),
            Map.entry("ownerReferences", List.of("uid")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("webhooks", List.of("name")));

    private Merge() {}

    /** A copy of the target changed by a JSON Merge Patch. */
    static ObjectNode json(ObjectNode target, ObjectNode patch) {
        ObjectNode merged = target.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            switch (field.getValue()) {
                case JsonNode value when value.isNull() -> merged.remove(name);
                case ObjectNode value ->
                    merged.set(name, json(merged.path(name) instanceof ObjectNode old ? old : Json.object(), value));
                case JsonNode value -> merged.set(name, value.deepCopy());
            }
        }
        return merged;
    }

    /** A copy of the target changed by a strategic merge patch, or (without directives) by an applied configuration. */
    static ObjectNode strategic(ObjectNode target, ObjectNode patch) {
        if (Json.text(patch, "$patch").equals("replace")) {
            ObjectNode replacement = patch.deepCopy();
            replacement.remove("$patch");
            return replacement;
        }
        ObjectNode merged = target.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            if (name.startsWith("$deleteFromPrimitiveList/")) {
                removeValues(merged, name.substring(name.indexOf('/') + 1), field.getValue());
            } else if (!name.startsWith("$")) {
                switch (field.getValue()) {
                    case JsonNode value when value.isNull() -> merged.remove(name);
                    case ObjectNode value when Json.text(value, "$patch").equals("delete") -> merged.remove(name);
                    case ObjectNode value ->
                        merged.set(
                                name,
                                strategic(merged.path(name) instanceof ObjectNode old ? old : Json.object(), value));
                    case ArrayNode value -> merged.set(name, list(name, merged.path(name), value));
                    case JsonNode value -> merged.set(name, value.deepCopy());
                }
            }
        }
        return merged;
    }

    /** The field that tells a list's elements apart, if they are told apart so. */
    static Optional<String> key(String listName, JsonNode list) {
        return KEYS.getOrDefault(listName, List.of()).stream()
                .filter(key -> !list.isEmpty()
                        && Json.objects(list)
                                        .filter(element -> element.hasNonNull(key))
                                        .count()
                                == list.size())
                .findFirst();
    }

    private static ArrayNode list(String name, JsonNode old, ArrayNode patch) {
        if (name.equals("finalizers") && old instanceof ArrayNode values) {
            return union(values, patch);
        }
        Optional<String> key = key(name, patch); // a {"$patch": "replace"} has none
        if (key.isEmpty() || !(old instanceof ArrayNode olds)) {
            return withoutDirectives(patch);
        }
        ArrayNode merged = olds.deepCopy();
        Json.objects(patch).forEach(element -> mergeElement(merged, key.get(), element));
        return merged;
    }

    private static void mergeElement(ArrayNode list, String key, ObjectNode element) {
        int at = 0;
        while (at < list.size() && !Json.text(list.get(at), key).equals(Json.text(element, key))) {
            at++;
        }
        if (Json.text(element, "$patch").equals("delete")) {
            if (at < list.size()) {
                list.remove(at);
            }
        } else if (at < list.size() && list.get(at) instanceof ObjectNode old) {
            list.set(at, strategic(old, element));
        } else {
            list.add(element.deepCopy());
        }
    }

    private static ArrayNode withoutDirectives(ArrayNode patch) {
        ArrayNode plain = Json.array();
        for (JsonNode element : patch) {
            if (!element.has("$patch")) {
                plain.add(element.deepCopy());
            }
        }
        return plain;
    }

    private static ArrayNode union(ArrayNode values, ArrayNode more) {
        ArrayNode all = values.deepCopy();
        for (JsonNode value : more) {
            if (Json.elements(all).stream().noneMatch(value::equals)) {
                all.add(value);
            }
        }
        return all;
    }

    private static void removeValues(ObjectNode object, String field, JsonNode values) {
        if (object.path(field) instanceof ArrayNode list) {
            ArrayNode kept = Json.array();
            for (JsonNode value : list) {
                if (Json.elements(values).stream().noneMatch(value::equals)) {
                    kept.add(value);
                }
            }
            object.set(field, kept);
        }
    }
}
