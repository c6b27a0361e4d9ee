package dev.intercepts.manager.http;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records of the protocol as JSON. Unknown fields are let pass, so that a newer peer is understood. */
public final class Json {

    /** Names, values and brackets of one document; each takes some 50 bytes. A pod of a megabyte has a tenth of it. */
    private static final long MOST_TOKENS = 150_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    /** Reads a body. */
    public static <T> T read(byte[] body, Class<T> type) throws BadRequestException {
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw new BadRequestException("body: null (expected: " + type.getSimpleName() + ")");
            }
            return value;
        } catch (JacksonException e) {
            throw new BadRequestException("body: not a " + type.getSimpleName() + " (" + e.getOriginalMessage() + ")");
        }
    }

    /** Reads text that this program or its peer wrote. */
    public static <T> T read(String text, Class<T> type) throws BadRequestException {
        return read(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /**
     * Makes a record of a tree.
     *
     * @throws JacksonException if it does not fit
     */
    public static <T> T convert(JsonNode tree, Class<T> type) {
        return MAPPER.treeToValue(tree, type);
    }

    /** Makes a tree of maps, lists and values, or of a record. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** In one line. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
