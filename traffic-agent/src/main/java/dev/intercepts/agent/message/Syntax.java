package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import java.nio.charset.StandardCharsets;

/**
 * Characters of HTTP/1.1 (RFC 9110 §5.6.2, RFC 9112 §3 and §5), over the bytes of a head that ends in an empty line: what looks for the
 * end of something therefore finds one.
 */
final class Syntax {

    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] TARGET = new boolean[256];
    private static final boolean[] FIELD_TEXT = new boolean[256];
    private static final byte[] LOWER_CASE = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            TOKEN[c] = letter || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            TARGET[c] = c > ' ' && c != 127;
            FIELD_TEXT[c] = (c >= ' ' && c != 127) || c == '\t';
            LOWER_CASE[c] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
    }

    private Syntax() {}

    /** Where a token that begins here ends; here, where there is none. */
    static int token(byte[] head, int from) {
        int at = from;
        while (TOKEN[head[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** Where a request target ends: at white space or a control character. */
    static int target(byte[] head, int from) {
        int at = from;
        while (TARGET[head[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** Where text ends that a field value may hold: visible characters, those above ASCII, space and tab. */
    static int fieldText(byte[] head, int from) {
        int at = from;
        while (FIELD_TEXT[head[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /**
     * Whether a line ends here.
     *
     * @throws BadMessageException where a carriage return stands alone
     */
    static boolean lineEnds(byte[] head, int at) {
        if (head[at] != '\r') {
            return false;
        }
        if (head[at + 1] != '\n') {
            throw malformed("a carriage return stands alone in the head");
        }
        return true;
    }

    /** The first position from there on that is neither space nor tab. */
    static int skipSpace(byte[] head, int from, int to) {
        int at = from;
        while (at < to && space(head[at])) {
            at++;
        }
        return at;
    }

    /** The end of what is left of a piece without the spaces and tabs at its end. */
    static int trimSpace(byte[] head, int from, int to) {
        int at = to;
        while (at > from && space(head[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean space(byte c) {
        return c == ' ' || c == '\t';
    }

    static int lowerCase(byte c) {
        return LOWER_CASE[c & 0xff];
    }

    static int hexDigit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** The line that begins here, for an error message. */
    static String printableLine(byte[] head, int from) {
        String rest = new String(head, from, head.length - from, StandardCharsets.ISO_8859_1);
        int end = rest.indexOf("\r\n");
        return printable(end < 0 ? rest : rest.substring(0, end));
    }

    /** Bytes of a message as characters; each byte is one character, so that nothing is lost or made up. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 80); i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c < 127 ? c : '?');
        }
        return out.toString();
    }
}
