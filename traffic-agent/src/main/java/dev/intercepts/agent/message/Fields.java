package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The header fields of a message, in order. */
public final class Fields {

    /**
     * One field line.
     *
     * @param name in lower case
     * @param value without the white space around it
     */
    public record Field(String name, String value) {}

    private final List<Field> fields;

    private Fields(List<Field> fields) {
        this.fields = fields;
    }

    /** Parses the lines after the first line of a head; strict, see {@link BadMessageException}. */
    static Fields parse(List<String> lines) {
        List<Field> fields = new ArrayList<>(lines.size());
        for (int i = 1; i < lines.size(); i++) {
            fields.add(parse(lines.get(i)));
        }
        return new Fields(fields);
    }

    static Field parse(String line) {
        if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            throw malformed("a header line begins with white space (folded headers are not accepted)");
        }
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        if (colon < 0 || !Syntax.token(name)) {
            throw malformed("header line: '" + Syntax.printable(line) + "' (expected: name, colon, value)");
        }
        if (!Syntax.fieldText(line, colon + 1)) {
            throw malformed("header " + name + ": its value holds a control character");
        }
        return new Field(
                name.toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }

    /** The values of a field, in order. */
    public List<String> values(String lowerCaseName) {
        List<String> values = List.of();
        for (Field field : fields) {
            if (field.name().equals(lowerCaseName)) {
                if (values.isEmpty()) {
                    values = List.of(field.value());
                } else {
                    values = new ArrayList<>(values);
                    values.add(field.value());
                }
            }
        }
        return values;
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
        boolean digits =
                !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (values.size() != 1 || !digits) {
            throw malformed("Content-Length: " + Syntax.printable(String.join(", ", values))
                    + " (expected: once, up to 18 digits)");
        }
        return Long.parseLong(value);
    }
}
