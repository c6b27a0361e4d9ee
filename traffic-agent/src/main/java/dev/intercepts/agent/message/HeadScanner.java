package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import io.netty.buffer.ByteBuf;

/** Finds where the head of a message ends, over bytes that arrive bit by bit. */
public final class HeadScanner {

    private final int limit;
    private int scanned;
    private int lineStart;

    /**
     * Starts before a head.
     *
     * @param limit the most bytes that a head may have
     */
    public HeadScanner(int limit) {
        this.limit = limit;
    }

    /**
     * Looks on. The bytes seen before must still be there, from the reader index on.
     *
     * @return the length of the head with its empty line, or -1 while it is not complete
     * @throws BadMessageException at a line feed that no carriage return precedes, or beyond the limit
     */
    public int length(ByteBuf in) {
        int start = in.readerIndex();
        while (true) {
            int feed = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
            if (feed < 0) {
                scanned = in.readableBytes();
                checkLimit(scanned);
                return -1;
            }
            int end = feed - start;
            checkLimit(end + 1);
            if (end == 0 || in.getByte(feed - 1) != '\r') {
                throw malformed("a line ends in a line feed alone (expected: carriage return, line feed)");
            }
            boolean empty = end - 1 == lineStart;
            scanned = end + 1;
            lineStart = end + 1;
            if (empty) {
                return end + 1;
            }
        }
    }

    private void checkLimit(int length) {
        if (length > limit) {
            throw new BadMessageException(431, "the head is longer than " + limit + " bytes");
        }
    }

    /** The bytes of a complete head, with its empty line; the reader index stays. */
    public static byte[] bytes(ByteBuf in, int length) {
        byte[] head = new byte[length];
        in.getBytes(in.readerIndex(), head);
        return head;
    }
}
