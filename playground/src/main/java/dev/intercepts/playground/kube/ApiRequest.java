package dev.intercepts.playground.kube;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request of the API.
 *
 * @param method HTTP method
 * @param path without the query
 * @param query parameters
 * @param contentType media type of the body, without parameters
 * @param body empty if there is none
 * @param user who asks
 */
record ApiRequest(
        String method, String path, Map<String, List<String>> query, String contentType, byte[] body, User user) {

    static ApiRequest of(String method, String uri, String contentType, byte[] body, User user) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        String path = decoder.path();
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new ApiRequest(method, path, decoder.parameters(), contentType.split(";", 2)[0].strip(), body, user);
    }

    /** The parameter's first value, empty if there is none. */
    String parameter(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    boolean flag(String name) {
        return parameter(name).equals("true") || parameter(name).equals("1");
    }

    boolean dryRun() {
        return parameter("dryRun").equals("All");
    }

    /** The body, JSON or YAML; an empty object if there is none. */
    JsonNode json() {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return Json.object();
        }
        try {
            return text.startsWith("{") || text.startsWith("[")
                    ? Json.MAPPER.readTree(text)
                    : Json.MAPPER.valueToTree(Serialization.unmarshal(text, Map.class));
        } catch (JacksonException | IllegalArgumentException e) {
            throw ApiException.badRequest("body: " + e.getMessage());
        }
    }

    ObjectNode object() {
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("body: not an object (expected: a JSON or YAML object)");
    }
}
