package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    /** The lines of a complete head, one character for each byte, without line ends and without the empty line. */
    public static List<String> lines(ByteBuf in, int length) {
        String text = in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < length - 2) {
            int end = text.indexOf('\n', from) - 1;
            String line = text.substring(from, end);
            if (line.indexOf('\r') >= 0) {
                throw malformed("a carriage return stands alone in the head");
            }
            lines.add(line);
            from = end + 2;
        }
        if (lines.isEmpty()) {
            throw malformed("the head is empty");
        }
        return lines;
    }
}
