package dev.intercepts.cloud.edge.http;

/** Where the body of a message ends (RFC 9112 §6.3). */
public sealed interface Framing {

    /** No body. */
    Framing NONE = new None();

    /** Chunked transfer coding. */
    Framing CHUNKED = new Chunked();

    /** A response that ends with its connection. */
    Framing UNTIL_CLOSE = new UntilClose();

    /** No body. */
    record None() implements Framing {}

    /**
     * {@code Content-Length}.
     *
     * @param bytes 0 or more
     */
    record Length(long bytes) implements Framing {}

    /** Chunked transfer coding. */
    record Chunked() implements Framing {}

    /** A response that ends with its connection. */
    record UntilClose() implements Framing {}
}
