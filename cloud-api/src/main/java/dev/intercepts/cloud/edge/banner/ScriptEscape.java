package dev.intercepts.cloud.edge.banner;

/**
 * Whether a script's end tag is hidden (HTML Standard §13.2.5.20 and following): between {@code <!--} and {@code -->} a script may
 * hold {@code <script>…</script>} of its own.
 */
final class ScriptEscape {

    private static final String COMMENT = "<!--";
    private static final String END_OF_COMMENT = "-->";
    private static final String START = "<script";
    private static final String END = "</script";

    private final StringBuilder last = new StringBuilder(16);
    private boolean escaped;
    private boolean nested;

    /** A new script begins. */
    void reset() {
        last.setLength(0);
        escaped = false;
        nested = false;
    }

    /** The next character of the script. */
    void next(int c) {
        boolean delimiter = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/' || c == '>';
        if (delimiter && escaped && !nested && endsWith(START)) {
            nested = true;
        } else if (delimiter && nested && endsWith(END)) {
            nested = false;
        }
        if (last.length() == END.length()) {
            last.deleteCharAt(0);
        }
        last.append(Character.toLowerCase((char) c));
        if (!escaped && endsWith(COMMENT)) {
            escaped = true;
        } else if (escaped && endsWith(END_OF_COMMENT)) {
            escaped = false;
            nested = false;
        }
    }

    /** Whether an end tag that stands here belongs to the script within the script. */
    boolean hidesEndTag() {
        return nested;
    }

    private boolean endsWith(String text) {
        int from = last.length() - text.length();
        return from >= 0 && last.indexOf(text, from) == from;
    }
}
