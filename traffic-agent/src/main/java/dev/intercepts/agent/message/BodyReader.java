package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Follows a body to its end. */
public final class BodyReader {

    /** The longest line of a chunk's size with its extensions, and the most bytes of trailers. */
    private static final int LINE_LIMIT = 16 * 1024;

    private enum Step {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER,
        TRAILER_LF,
        END_LF,
        DONE
    }

    private final boolean chunked;
    private final boolean endless;
    private Step step;
    private long left;
    private int digits;
    private int lineBytes;
    private final StringBuilder trailer = new StringBuilder(0);

    /** Starts before the first byte of a body. */
    public BodyReader(Framing framing) {
        chunked = framing instanceof Framing.Chunked;
        endless = framing instanceof Framing.UntilClose;
        left = framing instanceof Framing.Length length ? length.bytes() : 0;
        step = chunked ? Step.SIZE : Step.DATA;
        if (!chunked && !endless && left == 0) {
            step = Step.DONE;
        }
    }

    /** Whether the body is complete. */
    public boolean done() {
        return step == Step.DONE;
    }

    /**
     * Takes note of the next bytes, without moving the reader index.
     *
     * @param offset how many of the readable bytes come before them
     * @return how many of the others, from there on, belong to the body
     * @throws BadMessageException where chunks are not as RFC 9112 §7.1 has them
     */
    public int take(ByteBuf in, int offset) {
        int begin = in.readerIndex() + offset;
        int end = in.writerIndex();
        if (endless) {
            return end - begin;
        }
        if (!chunked) {
            int taken = (int) Math.min(left, end - begin);
            left -= taken;
            if (left == 0) {
                step = Step.DONE;
            }
            return taken;
        }
        int at = begin;
        while (at < end && step != Step.DONE) {
            if (step == Step.DATA) {
                int skipped = (int) Math.min(left, end - at);
                left -= skipped;
                at += skipped;
                if (left == 0) {
                    step = Step.DATA_CR;
                }
            } else {
                step(in.getByte(at++) & 0xff);
            }
        }
        return at - begin;
    }

    private void step(int c) {
        switch (step) {
            case SIZE -> size(c);
            case EXTENSION -> extension(c);
            case SIZE_LF -> {
                expect(c, '\n', "after a chunk's size");
                step = left == 0 ? Step.TRAILER_START : Step.DATA;
                digits = 0;
                lineBytes = 0;
            }
            case DATA_CR -> {
                expect(c, '\r', "after a chunk's data");
                step = Step.DATA_LF;
            }
            case DATA_LF -> {
                expect(c, '\n', "after a chunk's data");
                step = Step.SIZE;
            }
            case TRAILER_START, TRAILER -> trailer(c);
            case TRAILER_LF -> {
                expect(c, '\n', "after a trailer");
                Fields.parse(trailer.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), 0);
                trailer.setLength(0);
                step = Step.TRAILER_START;
            }
            case END_LF -> {
                expect(c, '\n', "after the trailers");
                step = Step.DONE;
            }
            case DATA, DONE -> throw new IllegalStateException(step.toString());
        }
    }

    private void size(int c) {
        int digit = Syntax.hexDigit(c);
        if (digit >= 0) {
            if (++digits > 15) {
                throw malformed("a chunk's size has more than 15 digits");
            }
            left = left << 4 | digit;
        } else if (digits == 0) {
            throw malformed("a chunk's size does not begin with a hexadecimal digit");
        } else if (c == '\r') {
            step = Step.SIZE_LF;
        } else if (c == ';') {
            step = Step.EXTENSION;
        } else {
            throw malformed("a chunk's size is followed by neither ';' nor the end of the line");
        }
    }

    private void extension(int c) {
        countLine();
        if (c == '\r') {
            step = Step.SIZE_LF;
        } else if ((c < ' ' && c != '\t') || c == 127) {
            throw malformed("a chunk's extension holds a control character");
        }
    }

    private void trailer(int c) {
        countLine();
        if (c == '\r') {
            step = step == Step.TRAILER_START ? Step.END_LF : Step.TRAILER_LF;
        } else if ((c < ' ' && c != '\t') || c == 127) {
            // At once: bytes are passed on before their line is complete.
            throw malformed("a trailer holds a control character");
        } else {
            trailer.append((char) c);
            step = Step.TRAILER;
        }
    }

    private void countLine() {
        if (++lineBytes > LINE_LIMIT) {
            throw new BadMessageException(431, "chunk extensions or trailers are longer than " + LINE_LIMIT + " bytes");
        }
    }

    private static void expect(int c, char expected, String where) {
        if (c != expected) {
            throw malformed("no line end " + where);
        }
    }
}
