package dev.intercepts.playground.kube;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and building JSON trees. A tree that came out of the store is never changed: copy it first. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** What stands at the path, or a missing node. */
    static JsonNode at(JsonNode node, String... path) {
        JsonNode here = node;
        for (String field : path) {
            here = here.path(field);
        }
        return here;
    }

    /** The text at the path; numbers and booleans as text; empty if there is none. */
    static String text(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found.isValueNode() ? found.asString("") : "";
    }

    /** The whole number at the path, or the default. */
    static int number(JsonNode node, int otherwise, String... path) {
        return at(node, path).asInt(otherwise);
    }

    /** The object at the path, made if it is not there. */
    static ObjectNode child(ObjectNode node, String... path) {
        ObjectNode here = node;
        for (String field : path) {
            here = here.path(field) instanceof ObjectNode found ? found : here.putObject(field);
        }
        return here;
    }

    /** The list at the last step of the path, made if it is not there. */
    static ArrayNode list(ObjectNode node, String... path) {
        ObjectNode parent = child(node, java.util.Arrays.copyOf(path, path.length - 1));
        String last = path[path.length - 1];
        return parent.path(last) instanceof ArrayNode found ? found : parent.putArray(last);
    }

    /** The elements of a list, none if there is no list. */
    static List<JsonNode> elements(JsonNode node, String... path) {
        List<JsonNode> found = new ArrayList<>();
        if (at(node, path) instanceof ArrayNode array) {
            array.forEach(found::add);
        }
        return found;
    }

    /** The elements of a list that are objects. */
    static Stream<ObjectNode> objects(JsonNode node, String... path) {
        return elements(node, path).stream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    /** A map of texts such as labels. */
    static Map<String, String> strings(JsonNode node, String... path) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : at(node, path).properties()) {
            found.put(entry.getKey(), entry.getValue().asString(""));
        }
        return found;
    }
}
