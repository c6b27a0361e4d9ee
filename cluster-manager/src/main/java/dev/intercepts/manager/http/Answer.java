package dev.intercepts.manager.http;

import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;

/** What a {@link Handler} answers. */
public sealed interface Answer {

    /** A body that is there already. */
    record Whole(int status, String contentType, byte[] body) implements Answer {}

    /** A body of lines that are flushed as they come; each ends with a line feed already. */
    record Lines(String contentType, Flux<String> lines) implements Answer {}

    /**
     * What is answered once the request's body is there.
     *
     * @param most largest body, bytes; a larger one is answered by 413
     * @param then makes the answer, which is not one of these again
     */
    record AfterBody(int most, BodyHandler then) implements Answer {}

    /** Answers with the body, on a virtual thread: it may block, and throws as {@link Handler#handle} does. */
    @FunctionalInterface
    interface BodyHandler {
        Answer handle(byte[] body) throws Exception;
    }

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
