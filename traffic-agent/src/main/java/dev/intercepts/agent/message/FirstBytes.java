package dev.intercepts.agent.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** What a client speaks, by the first bytes it sends. */
public enum FirstBytes {
    /** Too few bytes to tell. */
    UNDECIDED,
    /** A request line of HTTP/1.0 or HTTP/1.1. */
    HTTP1,
    /** The connection preface of HTTP/2 (RFC 9113 §3.4). */
    HTTP2,
    /** Anything else. */
    OTHER;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_METHOD = 24;

    /**
     * Looks at the bytes without moving the reader index. The protocol is called HTTP only once a whole line says so, so
     * that protocols whose commands are words in capitals are not held up for longer than a line.
     *
     * @param lineLimit the longest request line, bytes
     */
    public static FirstBytes of(ByteBuf in, int lineLimit) {
        int start = in.readerIndex();
        int length = in.readableBytes();
        int same = 0;
        while (same < length && same < PREFACE.length && in.getByte(start + same) == PREFACE[same]) {
            same++;
        }
        if (same == PREFACE.length) {
            return HTTP2;
        }
        if (same == length) {
            return UNDECIDED;
        }
        int method = 0;
        while (method < length && method <= LONGEST_METHOD && methodCharacter(in.getByte(start + method))) {
            method++;
        }
        if (method == length && method <= LONGEST_METHOD) {
            return UNDECIDED;
        }
        if (method == 0 || method > LONGEST_METHOD || in.getByte(start + method) != ' ') {
            return OTHER;
        }
        int feed = in.indexOf(start, Math.min(in.writerIndex(), start + lineLimit), (byte) '\n');
        if (feed < 0) {
            return length >= lineLimit ? OTHER : UNDECIDED;
        }
        String line = in.toString(start, feed - start, StandardCharsets.ISO_8859_1);
        String end = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return end.endsWith(" HTTP/1.1") || end.endsWith(" HTTP/1.0") ? HTTP1 : OTHER;
    }

    private static boolean methodCharacter(byte c) {
        return (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }
}
