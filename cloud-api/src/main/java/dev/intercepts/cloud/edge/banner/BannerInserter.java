package dev.intercepts.cloud.edge.banner;

import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Adds the banner's tag to an HTML document that streams by. The tag goes to the very end: a parser moves what follows
 * {@code </html>} into the body (HTML Standard, "after after body"), so no byte of the page waits, none is changed, and a
 * {@code </body>} inside a script or a comment can't mislead. What is watched is whether there was a document at all, whether it
 * ends where markup is read as markup, and a byte order mark, which decides how the tag is written.
 */
public final class BannerInserter {

    private static final byte[] NOTHING = new byte[0];
    private static final int NOT_ASCII = 0x80;

    private final String tag;
    private final MarkupPosition position = new MarkupPosition();
    private Charset charset;
    private int first = -1;
    private boolean begun;
    private int half = -1;

    /**
     * Before the first byte.
     *
     * @param tag in ASCII
     * @param charset as {@code Content-Type} names it, or {@code null}
     */
    public BannerInserter(String tag, @Nullable String charset) {
        this.tag = tag;
        this.charset = charsetOf(charset);
    }

    /** Watches the readable bytes, a piece of the document, which go on as they are. */
    public void pass(ByteBuf piece) {
        int at = piece.readerIndex();
        int end = piece.writerIndex();
        while (!begun && at < end) {
            begin(piece.getByte(at++) & 0xff);
        }
        if (charset.equals(StandardCharsets.US_ASCII)) {
            while (at < end) {
                if (position.inText()) {
                    at = piece.indexOf(at, end, (byte) '<');
                    if (at < 0) {
                        return;
                    }
                }
                position.next(piece.getByte(at++) & 0xff);
            }
        } else {
            while (at < end) {
                unit(piece.getByte(at++) & 0xff);
            }
        }
    }

    /** What to add after the last byte: nothing to an empty document, nor to one that ends in the middle of something. */
    public byte[] end() {
        return first < 0 || !position.inText() ? NOTHING : tag.getBytes(charset);
    }

    /** The tag for a document that can't be watched. */
    byte[] tag() {
        return tag.getBytes(charset);
    }

    /** The first two bytes may be a byte order mark, which has the last word (WHATWG Encoding §6). */
    private void begin(int b) {
        if (first < 0) {
            first = b;
            return;
        }
        begun = true;
        if (first == 0xfe && b == 0xff) {
            charset = StandardCharsets.UTF_16BE;
        } else if (first == 0xff && b == 0xfe) {
            charset = StandardCharsets.UTF_16LE;
        }
        if (charset.equals(StandardCharsets.US_ASCII)) {
            position.next(first);
            position.next(b);
        } else {
            unit(first);
            unit(b);
        }
    }

    /** One byte of UTF-16. */
    private void unit(int b) {
        if (half < 0) {
            half = b;
            return;
        }
        boolean bigEndian = charset.equals(StandardCharsets.UTF_16BE);
        int high = bigEndian ? half : b;
        int low = bigEndian ? b : half;
        position.next(high == 0 ? low : NOT_ASCII);
        half = -1;
    }

    /**
     * Of the encodings of the web, only these two do not write ASCII as ASCII, and no character of the others has a byte that is
     * markup's; UTF-16 alone is little-endian there.
     */
    private static Charset charsetOf(@Nullable String name) {
        return switch (name == null ? "" : name.toLowerCase(Locale.ROOT)) {
            case "utf-16", "utf-16le", "ucs-2", "unicode", "csunicode", "iso-10646-ucs-2" -> StandardCharsets.UTF_16LE;
            case "utf-16be", "unicodefffe" -> StandardCharsets.UTF_16BE;
            default -> StandardCharsets.US_ASCII;
        };
    }
}
