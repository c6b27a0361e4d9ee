package dev.intercepts.agent.message;

/** Where the body of a message ends (RFC 9112 §6.3). */
public sealed interface Framing {

    /** After so many bytes, 0 or more. */
    record Length(long bytes) implements Framing {}

    /** After the last chunk and its trailers. */
    record Chunked() implements Framing {}

    /** When the connection ends; answers only. */
    record UntilClose() implements Framing {}

    /** No body. */
    Framing EMPTY = new Length(0);

    /** The one chunked framing. */
    Framing CHUNKED = new Chunked();

    /** The one framing by the end of the connection. */
    Framing UNTIL_CLOSE = new UntilClose();
}
