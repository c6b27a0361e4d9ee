package dev.intercepts.cloud.edge.banner;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Adds the banner's tag to an HTML document that streams by. The tag goes to the very end: a parser moves what follows
 * {@code </html>} into the body (HTML Standard, "after after body"), so no byte of the page waits, none is changed, and a
 * {@code </body>} inside a script or a comment can't mislead. All that is watched is whether there was a document at all,
 * and a byte order mark, which decides how the tag is written.
 */
public final class BannerInserter {

    private static final byte[] NOTHING = new byte[0];

    private final String tag;
    private final Charset declared;
    private int first = -1;
    private int second = -1;

    /**
     * Before the first byte.
     *
     * @param tag in ASCII
     * @param charset as {@code Content-Type} names it, or {@code null}
     */
    public BannerInserter(String tag, @Nullable String charset) {
        this.tag = tag;
        this.declared = charsetOf(charset);
    }

    /** Watches bytes of the document, which go on as they are. */
    public void pass(byte b) {
        if (first < 0) {
            first = b & 0xff;
        } else if (second < 0) {
            second = b & 0xff;
        }
    }

    /** Whether it has seen enough: further bytes need not be shown to it. */
    public boolean sated() {
        return second >= 0;
    }

    /** What to add after the last byte: nothing to an empty document. */
    public byte[] end() {
        return first < 0 ? NOTHING : tag.getBytes(charset());
    }

    /** A byte order mark has the last word (WHATWG Encoding §6). */
    private Charset charset() {
        if (first == 0xfe && second == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (first == 0xff && second == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return declared;
    }

    /** Of the encodings of the web, only these two do not write ASCII as ASCII; UTF-16 alone is little-endian there. */
    private static Charset charsetOf(@Nullable String name) {
        return switch (name == null ? "" : name.toLowerCase(Locale.ROOT)) {
            case "utf-16", "utf-16le", "ucs-2", "unicode", "csunicode", "iso-10646-ucs-2" -> StandardCharsets.UTF_16LE;
            case "utf-16be", "unicodefffe" -> StandardCharsets.UTF_16BE;
            default -> StandardCharsets.US_ASCII;
        };
    }
}
