package dev.intercepts.cloud.edge.http;

import io.netty.buffer.ByteBuf;

/** Finds the end of a message's head in bytes that arrive in pieces, looking at each byte once. */
public final class HeadReader {

    private final int limit;
    private int scanned;
    private int lineStart;

    /**
     * Starts before a first message.
     *
     * @param limit longest head in bytes
     */
    public HeadReader(int limit) {
        this.limit = limit;
    }

    /**
     * Takes a complete head out of the bytes; call it again with the same bytes and more where it returns nothing.
     *
     * @return start line and fields with their line ends and the empty line, or an empty array where more must come
     * @throws MalformedMessageException on a line end that is not CRLF, and on a head beyond the limit (431)
     */
    public byte[] read(ByteBuf in) throws MalformedMessageException {
        if (scanned == 0) {
            skipEmptyLine(in);
        }
        int base = in.readerIndex();
        int end = base + Math.min(in.readableBytes(), limit);
        int at = base + scanned;
        while (at < end) {
            int lineFeed = in.indexOf(at, end, (byte) '\n');
            if (lineFeed < 0) {
                break;
            }
            if (lineFeed == base || in.getByte(lineFeed - 1) != '\r') {
                throw new MalformedMessageException(400, "A line ends without a carriage return.");
            }
            at = lineFeed + 1;
            if (lineFeed - 1 == base + lineStart) {
                scanned = 0;
                lineStart = 0;
                byte[] head = new byte[at - base];
                in.readBytes(head);
                return head;
            }
            lineStart = at - base;
        }
        scanned = end - base;
        if (in.readableBytes() >= limit) {
            throw new MalformedMessageException(431, "The header fields are larger than " + limit + " bytes.");
        }
        return NOTHING;
    }

    /** Whether a part of a head has been seen. */
    public boolean started() {
        return scanned > 0;
    }

    /** RFC 9112 §2.2: an empty line before a request is left over from the body of a request before it. */
    private static void skipEmptyLine(ByteBuf in) {
        int at = in.readerIndex();
        if (in.readableBytes() >= 2 && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n') {
            in.skipBytes(2);
        }
    }

    private static final byte[] NOTHING = new byte[0];
}
