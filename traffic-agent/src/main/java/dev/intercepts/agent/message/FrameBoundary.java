package dev.intercepts.agent.message;

import io.netty.buffer.ByteBuf;

/**
 * Follows the frames of one direction of an HTTP/2 connection (RFC 9113 §4.1), only so far as to know where another frame
 * may be put in between: after the first one (SETTINGS), between frames, and not within a field block.
 */
public final class FrameBoundary {

    private static final int HEADER = 9;
    private static final int HEADERS = 0x1;
    private static final int SETTINGS = 0x4;
    private static final int PUSH_PROMISE = 0x5;
    private static final int CONTINUATION = 0x9;
    private static final int END_HEADERS = 0x4;

    private int headerSeen;
    private int length;
    private int type;
    private int flags;
    private int left;
    private boolean began;
    private boolean inFieldBlock;

    /**
     * Whether bytes begin with the SETTINGS by which a server begins HTTP/2 (RFC 9113 §3.4, §6.5). A server may send them
     * before it has heard of the client.
     */
    public static boolean settings(ByteBuf in) {
        int start = in.readerIndex();
        return in.readableBytes() >= HEADER
                && in.getUnsignedMedium(start) % 6 == 0
                && in.getUnsignedMedium(start) <= 1024
                && in.getByte(start + 3) == SETTINGS
                && in.getByte(start + 4) == 0
                && in.getInt(start + 5) == 0;
    }

    /** Whether another frame may follow here. */
    public boolean open() {
        return began && headerSeen == 0 && left == 0 && !inFieldBlock;
    }

    /**
     * Takes note of bytes, up to the next place where {@link #open()} holds or to their end, without moving the reader index.
     *
     * @param from how many readable bytes to pass over
     * @return how many of the bytes after those were taken note of
     */
    public int take(ByteBuf in, int from) {
        int at = in.readerIndex() + from;
        int start = at;
        int end = in.writerIndex();
        while (at < end) {
            if (left > 0) {
                int skipped = Math.min(left, end - at);
                left -= skipped;
                at += skipped;
            } else {
                header(in.getByte(at++) & 0xff);
            }
            if (open()) {
                break;
            }
        }
        return at - start;
    }

    private void header(int c) {
        switch (headerSeen++) {
            case 0, 1, 2 -> length = (length << 8 | c) & 0xffffff;
            case 3 -> type = c;
            case 4 -> flags = c;
            case HEADER - 1 -> {
                headerSeen = 0;
                left = length;
                length = 0;
                began = true;
                boolean block = type == HEADERS || type == PUSH_PROMISE || type == CONTINUATION;
                if (block) {
                    inFieldBlock = (flags & END_HEADERS) == 0;
                }
            }
            default -> {
                // the stream's number: of no interest
            }
        }
    }
}
