package dev.intercepts.playground.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which fields an applier owns, in the format of {@code managedFields[].fieldsV1}: {@code f:} before a field's name,
 * {@code k:} before the key of a list's element, {@code .} for the element itself.
 */
final class FieldSet {

    private static final Set<String> IDENTITY =
            Set.of("apiVersion", "kind", "name", "namespace", "uid", "resourceVersion", "managedFields");

    private FieldSet() {}

    /** The fields of an applied configuration. */
    static ObjectNode of(ObjectNode applied) {
        ObjectNode set = fields(applied);
        IDENTITY.forEach(name -> set.remove("f:" + name));
        if (set.path("f:metadata") instanceof ObjectNode metadata) {
            IDENTITY.forEach(name -> metadata.remove("f:" + name));
        }
        return set;
    }

    private static ObjectNode fields(ObjectNode object) {
        ObjectNode set = Json.object();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            set.set("f:" + field.getKey(), value(field.getKey(), field.getValue()));
        }
        return set;
    }

    private static ObjectNode value(String name, JsonNode value) {
        return switch (value) {
            case ObjectNode object -> fields(object);
            case ArrayNode list -> {
                ObjectNode set = Json.object();
                Merge.key(name, list)
                        .ifPresent(key -> Json.objects(list).forEach(element -> {
                            ObjectNode own = fields(element);
                            own.set(".", Json.object());
                            set.set(elementKey(key, element), own);
                        }));
                yield set;
            }
            default -> Json.object();
        };
    }

    private static String elementKey(String key, JsonNode element) {
        return "k:" + Json.object().set(key, element.path(key));
    }

    /**
     * Takes away what an applier had and has no more, unless another one has it.
     *
     * @param target changed in place
     */
    static void removeDropped(ObjectNode target, JsonNode before, JsonNode now, List<? extends JsonNode> others) {
        for (Map.Entry<String, JsonNode> owned : before.properties()) {
            String step = owned.getKey();
            if (!step.startsWith("f:")) {
                continue;
            }
            String name = step.substring(2);
            List<JsonNode> othersBelow =
                    others.stream().map(other -> other.path(step)).toList();
            boolean elsewhere = others.stream().anyMatch(other -> other.has(step));
            if (!now.has(step) && !elsewhere && !owned.getValue().has(".")) {
                removeField(target, name, owned.getValue());
            } else if (target.path(name) instanceof ObjectNode below) {
                removeDropped(below, owned.getValue(), now.path(step), othersBelow);
            } else if (target.path(name) instanceof ArrayNode list) {
                removeElements(list, owned.getValue(), now.path(step), othersBelow);
            }
        }
    }

    private static void removeField(ObjectNode target, String name, JsonNode owned) {
        if (owned.isEmpty()) {
            target.remove(name);
            return;
        }
        switch (target.path(name)) {
            case ObjectNode below -> removeDropped(below, owned, Json.object(), List.of());
            case ArrayNode list -> removeElements(list, owned, Json.object(), List.of());
            case JsonNode ignored -> {}
        }
        if (target.path(name).isEmpty()) {
            target.remove(name);
        }
    }

    private static void removeElements(ArrayNode list, JsonNode before, JsonNode now, List<? extends JsonNode> others) {
        for (Map.Entry<String, JsonNode> owned : before.properties()) {
            String step = owned.getKey();
            Optional<Integer> at = find(list, step);
            if (at.isEmpty()) {
                continue;
            }
            if (!now.has(step) && others.stream().noneMatch(other -> other.has(step))) {
                list.remove(at.get());
            } else if (list.get(at.get()) instanceof ObjectNode element) {
                removeDropped(
                        element,
                        owned.getValue(),
                        now.path(step),
                        others.stream().map(other -> other.path(step)).toList());
            }
        }
    }

    private static Optional<Integer> find(ArrayNode list, String step) {
        if (!step.startsWith("k:")) {
            return Optional.empty();
        }
        Map.Entry<String, JsonNode> key =
                Json.MAPPER.readTree(step.substring(2)).properties().iterator().next();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key.getKey()).equals(key.getValue())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The fields of both sets, as {@code .spec.replicas}, on which the two objects differ. */
    static List<String> disputed(JsonNode mine, JsonNode theirs, JsonNode wanted, JsonNode live) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> owned : mine.properties()) {
            String step = owned.getKey();
            if (!theirs.has(step) || !step.startsWith("f:")) {
                continue;
            }
            String name = step.substring(2);
            boolean leaf = owned.getValue().isEmpty() || theirs.path(step).isEmpty();
            boolean keyed = live.path(name) instanceof ArrayNode && !leaf;
            if (leaf && !wanted.path(name).equals(live.path(name))) {
                found.add("." + name);
            } else if (!leaf && !keyed) {
                disputed(owned.getValue(), theirs.path(step), wanted.path(name), live.path(name))
                        .forEach(below -> found.add("." + name + below));
            } else if (keyed) {
                disputedElements(owned.getValue(), theirs.path(step), wanted.path(name), live.path(name))
                        .forEach(below -> found.add("." + name + below));
            }
        }
        return found;
    }

    private static List<String> disputedElements(JsonNode mine, JsonNode theirs, JsonNode wanted, JsonNode live) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> owned : mine.properties()) {
            String step = owned.getKey();
            if (theirs.has(step)
                    && wanted instanceof ArrayNode wantedList
                    && live instanceof ArrayNode liveList
                    && find(wantedList, step).isPresent()
                    && find(liveList, step).isPresent()) {
                JsonNode one = wantedList.get(find(wantedList, step).get());
                JsonNode other = liveList.get(find(liveList, step).get());
                disputed(owned.getValue(), theirs.path(step), one, other)
                        .forEach(below -> found.add("[" + step.substring(2) + "]" + below));
            }
        }
        return found;
    }
}
