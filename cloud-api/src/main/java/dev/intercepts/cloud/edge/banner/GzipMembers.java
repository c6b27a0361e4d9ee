package dev.intercepts.cloud.edge.banner;

import java.util.zip.DataFormatException;

/** Headers and trailers of a gzip file's members (RFC 1952 §2), byte by byte. */
final class GzipMembers {

    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private Part part = Part.FIXED;
    private int position;
    private int flags;
    private int left;
    private boolean whole;

    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        BODY,
        TRAILER
    }

    /**
     * Reads up to the start of a compressed body.
     *
     * @return index of the first byte not read
     * @throws DataFormatException where that is not gzip
     */
    int header(byte[] bytes, int from) throws DataFormatException {
        int at = from;
        while (at < bytes.length && part != Part.BODY) {
            next(bytes[at++] & 0xff);
        }
        return at;
    }

    boolean inBody() {
        return part == Part.BODY;
    }

    void bodyEnded() {
        part = Part.TRAILER;
        left = 8;
    }

    /** Whether the file may end here. */
    boolean complete() {
        return whole && part == Part.FIXED && position == 0;
    }

    private void next(int b) throws DataFormatException {
        switch (part) {
            case FIXED -> fixed(b);
            case EXTRA_LENGTH -> {
                left |= b << 8 * position++;
                if (position == 2) {
                    enter(left == 0 ? after(Part.EXTRA) : Part.EXTRA);
                }
            }
            case EXTRA -> {
                if (--left == 0) {
                    enter(after(Part.EXTRA));
                }
            }
            case NAME, COMMENT -> {
                if (b == 0) {
                    enter(after(part));
                }
            }
            case CHECKSUM -> {
                if (++position == 2) {
                    enter(Part.BODY);
                }
            }
            case TRAILER -> {
                if (--left == 0) {
                    whole = true;
                    enter(Part.FIXED);
                }
            }
            case BODY -> throw new IllegalStateException("the header is over");
        }
    }

    private void fixed(int b) throws DataFormatException {
        boolean right = switch (position) {
            case 0 -> b == 0x1f;
            case 1 -> b == 0x8b;
            case 2 -> b == 8;
            case 3 -> (b & 0xe0) == 0;
            default -> true;
        };
        if (!right) {
            throw new DataFormatException("a body that claims gzip is something else");
        }
        if (position == 3) {
            flags = b;
        }
        if (++position == 10) {
            enter(after(Part.FIXED));
        }
    }

    private void enter(Part next) {
        part = next;
        position = 0;
        if (next == Part.EXTRA_LENGTH) {
            left = 0;
        }
    }

    private Part after(Part done) {
        if (done == Part.FIXED && (flags & HAS_EXTRA) != 0) {
            return Part.EXTRA_LENGTH;
        }
        if (done.compareTo(Part.NAME) < 0 && (flags & HAS_NAME) != 0) {
            return Part.NAME;
        }
        if (done.compareTo(Part.COMMENT) < 0 && (flags & HAS_COMMENT) != 0) {
            return Part.COMMENT;
        }
        return (flags & HAS_CHECKSUM) != 0 ? Part.CHECKSUM : Part.BODY;
    }
}
