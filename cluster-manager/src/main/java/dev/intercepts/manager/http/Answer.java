package dev.intercepts.manager.http;

import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;

/** What a {@link Handler} answers. */
public sealed interface Answer {

    /** A body that is there already. */
    record Whole(int status, String contentType, byte[] body) implements Answer {}

    /** A body of lines that are flushed as they come; each ends with a line feed already. */
    record Lines(String contentType, Flux<String> lines) implements Answer {}

    /** A sentence for people. */
    static Answer text(int status, String sentence) {
        return new Whole(status, "text/plain; charset=utf-8", (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON document. */
    static Answer json(byte[] document) {
        return new Whole(200, "application/json", document);
    }

    /** 204. */
    static Answer none() {
        return new Whole(204, "", new byte[0]);
    }
}
