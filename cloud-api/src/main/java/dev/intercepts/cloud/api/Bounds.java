package dev.intercepts.cloud.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Within which bounds texts of requests must be. The expressions are meant for Java and for JSON Schema (ECMA-262) alike: the
 * description of the API shows what is checked.
 */
final class Bounds {

    /** Names and the like: neither blank nor beginning with a space, and no control characters. */
    static final String TEXT = "^[^\\u0000-\\u0020\\u007f-\\u00a0][^\\u0000-\\u001f\\u007f-\\u009f]*$";

    /** Text that may be empty, such as words to look for: whatever the database can hold. */
    static final String FREE = "^[^\\u0000]*$";

    static final String HOST_NAME = "^[A-Za-z0-9]([A-Za-z0-9.:-]{0,253}[A-Za-z0-9])?$";
    static final String HOST_NAME_OR_EMPTY = "^([A-Za-z0-9]([A-Za-z0-9.:-]{0,253}[A-Za-z0-9])?)?$";
    static final String HEADER_NAME = "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$";

    /** Printable ASCII that does not begin with a space. */
    static final String HEADER_VALUE = "^[!-~][ -~]*$";

    /** What {@link Cursor#text} writes. */
    static final String CURSOR = "^[A-Za-z0-9_-]{32}$";

    /** Printable ASCII without spaces. */
    static final String IDEMPOTENCY_KEY = "^[!-~]{1,255}$";

    /** ISO 8601, as far as a preview's time goes. */
    static final String DURATION = "^P([0-9]{1,3}D|([0-9]{1,3}D)?T([0-9]{1,4}H([0-9]{1,5}M)?([0-9]{1,7}S)?"
            + "|[0-9]{1,5}M([0-9]{1,7}S)?|[0-9]{1,7}S))$";

    static final String DURATION_OR_UNLIMITED = "^(unlimited|" + DURATION.substring(1, DURATION.length() - 1) + ")$";

    static final int LONGEST_TEXT = 1000;
    static final int LONGEST_NAME = 100;
    static final int LONGEST_SEARCH = 200;
    static final int MOST_HEADERS = 20;
    static final int MOST_MATCHES = 50;
    static final int MOST_REPORTED = 20_000;
    static final int MOST_KEY_DAYS = 366;
    static final int LARGEST_PAGE = 200;

    private static final Pattern TEXTS = Pattern.compile(TEXT);
    private static final Pattern FREE_TEXTS = Pattern.compile(FREE);

    private Bounds() {}

    /**
     * A name or the like.
     *
     * @throws BadRequestException where it is missing, too long, or no {@link #TEXT}
     */
    static String text(String field, @Nullable String value, int longest) {
        String text = present(field, value);
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > longest) {
            throw new BadRequestException(field + ": " + length + " characters (expected: 1-" + longest + ")");
        }
        if (!TEXTS.matcher(text).matches() || halves(text)) {
            throw new BadRequestException(
                    field + ": " + visible(text) + " (expected: no control characters, and no space at the beginning)");
        }
        return text;
    }

    /**
     * Text that may be empty.
     *
     * @throws BadRequestException where it is too long, or no {@link #FREE}
     */
    static String free(String field, @Nullable String value, int longest) {
        String text = present(field, value);
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            throw new BadRequestException(field + ": " + length + " characters (expected: at most " + longest + ")");
        }
        if (!FREE_TEXTS.matcher(text).matches() || halves(text)) {
            throw new BadRequestException(field + ": " + visible(text) + " (expected: no NUL)");
        }
        return text;
    }

    /** A text without what the database cannot hold, and no longer than {@link #LONGEST_TEXT}. */
    static String fit(String text) {
        String clean = FREE_TEXTS.matcher(text).matches() && !halves(text)
                ? text
                : text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
        int length = clean.codePointCount(0, clean.length());
        return length <= LONGEST_TEXT ? clean : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_TEXT));
    }

    /** Words to look for; {@code null} where none are given. */
    static @Nullable String search(String field, @Nullable String value) {
        return value == null ? null : free(field, value, LONGEST_SEARCH);
    }

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new BadRequestException(field + " is missing");
        }
        return value;
    }

    /** Half a surrogate pair: JSON can write it, and it is no character (RFC 8259 §8.2). */
    private static boolean halves(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static String visible(String text) {
        String shown = text.replaceAll("[^ -~]", "?");
        return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    }
}
