package dev.intercepts.playground.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status 200-599
 * @param headers one value each
 * @param body as sent; empty for 204 and 304
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    /** A page. */
    public static Answer html(int status, String page) {
        return of(status, "text/html; charset=utf-8", page);
    }

    /** Plain text. */
    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    /** A body with its media type. */
    public static Answer of(int status, String type, String body) {
        return new Answer(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    /** No body. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    /** {@code 302 Found}. */
    public static Answer redirect(String location) {
        return empty(302).with("Location", location);
    }

    /** The same with one more header. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
