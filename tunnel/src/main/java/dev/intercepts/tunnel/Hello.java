package dev.intercepts.tunnel;

import java.util.Map;

/**
 * What a dialler says first; it travels as the headers of an HTTP/1.1 upgrade request (docs/protocol.md).
 *
 * @param kind {@code cluster}, {@code session} or {@code agent}
 * @param direction which side opens streams
 * @param token bearer token
 * @param version of the dialling program
 * @param headers further headers, names in lower case
 */
public record Hello(String kind, Direction direction, String token, String version, Map<String, String> headers) {

    public Hello {
        headers = Map.copyOf(headers);
    }

    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "Hello[kind=" + kind + ", direction=" + direction + ", version=" + version + "]";
    }
}
