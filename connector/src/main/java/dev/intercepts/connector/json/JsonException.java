package dev.intercepts.connector.json;

/** A text is not JSON, or not of the shape that a record wants. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JsonException(String message) {
        super(message);
    }
}
