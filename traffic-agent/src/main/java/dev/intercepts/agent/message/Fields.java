package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The header fields of a message, in order. They stay in the bytes of the head, with notes of where each is: most are never asked
 * for, and the agent passes heads on as they came.
 */
public final class Fields {

    /** What is noted of a field: where its name begins and ends, and where its value does, without the white space around it. */
    private static final int NOTES = 4;

    private static final int USUAL_FIELDS = 16;

    private final byte[] head;
    private int[] notes = new int[USUAL_FIELDS * NOTES];
    private int end;

    private Fields(byte[] head) {
        this.head = head;
    }

    /**
     * Reads the field lines of a head; strict, see {@link BadMessageException}.
     *
     * @param head all of it, with the empty line at its end; kept, so not to be changed any more
     * @param from where the first field line begins
     */
    static Fields parse(byte[] head, int from) {
        Fields fields = new Fields(head);
        int at = from;
        while (!Syntax.lineEnds(head, at)) {
            at = fields.line(at);
        }
        return fields;
    }

    /** Takes note of one line, and returns where the next begins. */
    private int line(int start) {
        if (head[start] == ' ' || head[start] == '\t') {
            throw malformed("a header line begins with white space (folded headers are not accepted)");
        }
        int colon = Syntax.token(head, start);
        if (colon == start || head[colon] != ':') {
            throw malformed("header line: '" + Syntax.printableLine(head, start) + "' (expected: name, colon, value)");
        }
        int lineEnd = Syntax.fieldText(head, colon + 1);
        if (!Syntax.lineEnds(head, lineEnd)) {
            throw malformed("header " + text(start, colon) + ": its value holds a control character");
        }
        note(start, colon, Syntax.skipSpace(head, colon + 1, lineEnd), lineEnd);
        return lineEnd + 2;
    }

    private void note(int nameStart, int nameEnd, int valueStart, int lineEnd) {
        if (end == notes.length) {
            notes = Arrays.copyOf(notes, 2 * end);
        }
        notes[end++] = nameStart;
        notes[end++] = nameEnd;
        notes[end++] = valueStart;
        notes[end++] = Syntax.trimSpace(head, valueStart, lineEnd);
    }

    /** The values of a field, in order, without the white space around them. */
    public List<String> values(String lowerCaseName) {
        List<String> values = List.of();
        for (int field = next(lowerCaseName, 0); field >= 0; field = next(lowerCaseName, field + NOTES)) {
            String value = text(notes[field + 2], notes[field + 3]);
            if (values.isEmpty()) {
                values = List.of(value);
            } else {
                values = new ArrayList<>(values);
                values.add(value);
            }
        }
        return values;
    }

    /** The next field of that name, or -1. */
    private int next(String lowerCaseName, int from) {
        int length = lowerCaseName.length();
        for (int field = from; field < end; field += NOTES) {
            int start = notes[field];
            if (notes[field + 1] - start == length && named(start, lowerCaseName)) {
                return field;
            }
        }
        return -1;
    }

    private boolean named(int start, String lowerCaseName) {
        for (int i = 0; i < lowerCaseName.length(); i++) {
            if (Syntax.lowerCase(head[start + i]) != lowerCaseName.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether a field that is a list of tokens, such as {@code connection}, names this one; case is ignored. */
    public boolean names(String lowerCaseName, String token) {
        for (String value : values(lowerCaseName)) {
            for (String part : value.split(",", -1)) {
                if (part.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** RFC 9112 §9.3: whether the connection may carry another exchange after a message with these fields. */
    boolean persistent(boolean http11) {
        return !names("connection", "close") && (http11 || names("connection", "keep-alive"));
    }

    /**
     * The framing that the fields state, or {@code otherwise} where they state none.
     *
     * @throws BadMessageException where they state two, or one that is not understood
     */
    Framing framing(boolean http11, Framing otherwise) {
        List<String> coding = values("transfer-encoding");
        List<String> length = values("content-length");
        if (!coding.isEmpty()) {
            if (!length.isEmpty()) {
                throw malformed("both Transfer-Encoding and Content-Length are there (expected: one of them)");
            }
            if (coding.size() != 1 || !coding.getFirst().equalsIgnoreCase("chunked")) {
                throw malformed(
                        "Transfer-Encoding: " + Syntax.printable(String.join(", ", coding)) + " (expected: chunked)");
            }
            if (!http11) {
                throw malformed("Transfer-Encoding in an HTTP/1.0 message");
            }
            return Framing.CHUNKED;
        }
        return length.isEmpty() ? otherwise : new Framing.Length(length(length));
    }

    private static long length(List<String> values) {
        String value = values.getFirst();
        if (values.size() != 1 || value.isEmpty() || value.length() > 18 || !digits(value)) {
            throw malformed("Content-Length: " + Syntax.printable(String.join(", ", values))
                    + " (expected: once, up to 18 digits)");
        }
        return Long.parseLong(value);
    }

    private static boolean digits(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
