package dev.intercepts.agent.json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON document token by token. Data binding would cost the agent several megabytes for a handful of records.
 * Unknown properties are passed over, so that a newer Traffic Manager is understood.
 */
final class JsonReader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /** What is read of a document. */
    @FunctionalInterface
    interface Shape<T> {
        T read(JsonReader reader);
    }

    /**
     * Reads a whole document.
     *
     * @throws IllegalArgumentException if it is not JSON, not of that shape, or followed by something
     */
    static <T> T read(String what, String json, Shape<T> shape) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            T value = shape.read(new JsonReader(parser));
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the document");
            }
            return value;
        } catch (JacksonException | IllegalArgumentException e) {
            String message = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage();
            throw new IllegalArgumentException(what + " is not understood: " + message, e);
        }
    }

    /** Calls {@code property} with each name; what it does not read is passed over. */
    void object(Consumer<String> property) {
        expect(JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            property.accept(name);
            if (parser.currentToken() == value && (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY)) {
                parser.skipChildren();
            }
        }
    }

    <T> List<T> list(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return elements;
        }
        expect(JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element.get());
        }
        return elements;
    }

    String string() {
        expect(JsonToken.VALUE_STRING);
        return parser.getString();
    }

    @Nullable
    String stringOrNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : string();
    }

    long number() {
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    int port() {
        long port = number();
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1-65535)");
        }
        return (int) port;
    }

    private void expect(JsonToken token) {
        if (parser.currentToken() != token) {
            throw new IllegalArgumentException(
                    "at " + parser.streamReadContext().pathAsPointer() + ": " + parser.currentToken() + " (expected: "
                            + token + ")");
        }
    }

    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("property " + name + " is missing");
        }
        return value;
    }
}
