package dev.intercepts.cloud.edge.banner;

/**
 * Where in HTML's tokens a document stands while it streams by (HTML Standard §13.2.5), as far as it takes to tell whether markup
 * that is added now is read as markup. It is not within a comment, a tag, an attribute's value, a script or a text area that was
 * never closed: there the addition would become visible text, or end what the page left open.
 */
final class MarkupPosition {

    private static final String RAW = " script style textarea title xmp iframe noembed noframes noscript ";
    private static final int LONGEST_NAME = 12;

    private enum State {
        TEXT,
        OPEN,
        END_OPEN,
        NAME,
        ATTRIBUTES,
        BEFORE_VALUE,
        UNQUOTED,
        DOUBLE_QUOTED,
        SINGLE_QUOTED,
        DECLARATION,
        BOGUS_COMMENT,
        COMMENT,
        SECTION,
        RAW_TEXT,
        RAW_OPEN,
        RAW_NAME,
        PLAIN_TEXT
    }

    private final StringBuilder name = new StringBuilder(LONGEST_NAME);
    private final ScriptEscape escape = new ScriptEscape();
    private State state = State.TEXT;
    private String raw = "";
    private boolean endTag;
    private boolean named;
    private boolean slash;
    private int dashes;
    private int foreign;

    /** Whether markup that follows is read as markup. */
    boolean inText() {
        return state == State.TEXT;
    }

    /**
     * The next character; whatever is not ASCII may be given as any character that is not.
     */
    void next(int c) {
        state = switch (state) {
            case TEXT -> c == '<' ? State.OPEN : State.TEXT;
            case OPEN -> open(c);
            case END_OPEN -> letter(c) ? name(c, true) : c == '>' ? State.TEXT : State.BOGUS_COMMENT;
            case NAME -> tagName(c);
            case ATTRIBUTES -> attributes(c);
            case BEFORE_VALUE -> beforeValue(c);
            case UNQUOTED -> blank(c) ? between() : c == '>' ? closed() : State.UNQUOTED;
            case DOUBLE_QUOTED -> c == '"' ? between() : State.DOUBLE_QUOTED;
            case SINGLE_QUOTED -> c == '\'' ? between() : State.SINGLE_QUOTED;
            case DECLARATION -> declaration(c);
            case BOGUS_COMMENT -> c == '>' ? State.TEXT : State.BOGUS_COMMENT;
            case COMMENT -> comment(c);
            case SECTION -> section(c);
            case RAW_TEXT -> rawText(c);
            case RAW_OPEN -> rawOpen(c);
            case RAW_NAME -> rawName(c);
            case PLAIN_TEXT -> State.PLAIN_TEXT;
        };
    }

    private State open(int c) {
        if (letter(c)) {
            return name(c, false);
        }
        name.setLength(0);
        return switch (c) {
            case '/' -> State.END_OPEN;
            case '!' -> State.DECLARATION;
            case '?' -> State.BOGUS_COMMENT;
            case '<' -> State.OPEN;
            default -> State.TEXT;
        };
    }

    private State name(int c, boolean end) {
        endTag = end;
        name.setLength(0);
        name.append(lower(c));
        return State.NAME;
    }

    private State tagName(int c) {
        if (c == '>') {
            slash = false;
            return closed();
        }
        if (blank(c) || c == '/') {
            slash = c == '/';
            return between();
        }
        if (name.length() < LONGEST_NAME) {
            name.append(lower(c));
        }
        return State.NAME;
    }

    private State between() {
        named = false;
        return State.ATTRIBUTES;
    }

    private State attributes(int c) {
        if (c == '>') {
            return closed();
        }
        if (c == '/') {
            slash = true;
            return between();
        }
        if (blank(c)) {
            return State.ATTRIBUTES;
        }
        slash = false;
        if (c == '=' && named) {
            return State.BEFORE_VALUE;
        }
        named = true;
        return State.ATTRIBUTES;
    }

    private State beforeValue(int c) {
        return switch (c) {
            case '"' -> State.DOUBLE_QUOTED;
            case '\'' -> State.SINGLE_QUOTED;
            case '>' -> closed();
            default -> blank(c) ? State.BEFORE_VALUE : State.UNQUOTED;
        };
    }

    /** A tag is over. In SVG and MathML no element's content is raw text. */
    private State closed() {
        String tag = name.toString();
        boolean selfClosing = slash;
        slash = false;
        if (tag.equals("svg") || tag.equals("math")) {
            foreign = endTag ? Math.max(0, foreign - 1) : selfClosing ? foreign : foreign + 1;
            return State.TEXT;
        }
        if (endTag || foreign > 0) {
            return State.TEXT;
        }
        if (tag.equals("plaintext")) {
            return State.PLAIN_TEXT;
        }
        if (!RAW.contains(" " + tag + " ")) {
            return State.TEXT;
        }
        raw = tag;
        escape.reset();
        return State.RAW_TEXT;
    }

    private State declaration(int c) {
        name.append((char) c);
        if (name.toString().equals("--")) {
            dashes = 2;
            return State.COMMENT;
        }
        if (foreign > 0 && name.toString().equals("[CDATA[")) {
            dashes = 0;
            return State.SECTION;
        }
        boolean more = "--".startsWith(name.toString()) || (foreign > 0 && "[CDATA[".startsWith(name.toString()));
        return c == '>' ? State.TEXT : more ? State.DECLARATION : State.BOGUS_COMMENT;
    }

    /** Ends with two dashes, perhaps an exclamation mark, and {@code >}; the dashes of the start count too. */
    private State comment(int c) {
        if (c == '>' && dashes >= 2) {
            return State.TEXT;
        }
        dashes = c == '-' ? dashes + 1 : c == '!' && dashes >= 2 ? dashes : 0;
        return State.COMMENT;
    }

    private State section(int c) {
        if (c == '>' && dashes >= 2) {
            return State.TEXT;
        }
        dashes = c == ']' ? dashes + 1 : 0;
        return State.SECTION;
    }

    private State rawText(int c) {
        if (raw.equals("script")) {
            escape.next(c);
        }
        return c == '<' ? State.RAW_OPEN : State.RAW_TEXT;
    }

    private State rawOpen(int c) {
        if (c != '/') {
            return rawText(c);
        }
        escape.next(c);
        name.setLength(0);
        return State.RAW_NAME;
    }

    private State rawName(int c) {
        boolean complete = name.toString().equals(raw);
        if (complete && (blank(c) || c == '/' || c == '>')) {
            boolean ends = !raw.equals("script") || !escape.hidesEndTag();
            if (!ends) {
                return rawText(c);
            }
            endTag = true;
            slash = false;
            return c == '>' ? closed() : between();
        }
        if (complete || !letter(c) || name.length() >= raw.length()) {
            return rawText(c);
        }
        escape.next(c);
        name.append(lower(c));
        return State.RAW_NAME;
    }

    private static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static char lower(int c) {
        return (char) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
}
