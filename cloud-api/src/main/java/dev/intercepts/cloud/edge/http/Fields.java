package dev.intercepts.cloud.edge.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields of one message in their order: positions in its bytes, so that most are copied and never decoded. */
public final class Fields {

    private final byte[] block;
    private int[] positions = new int[64];
    private int count;

    Fields(byte[] block) {
        this.block = block;
    }

    void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = count * 4;
        if (at == positions.length) {
            positions = Arrays.copyOf(positions, at * 2);
        }
        positions[at] = nameStart;
        positions[at + 1] = nameEnd;
        positions[at + 2] = valueStart;
        positions[at + 3] = valueEnd;
        count++;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Whether the name of a field is this one, which is given in lower case. */
    public boolean is(int field, String lowerName) {
        int start = positions[field * 4];
        int length = lowerName.length();
        return positions[field * 4 + 1] - start == length && matches(start, lowerName);
    }

    /** Whether the name begins so, in lower case; an underscore counts as a dash, as it does for CGI and its heirs. */
    public boolean startsWith(int field, String lowerPrefix) {
        int start = positions[field * 4];
        if (positions[field * 4 + 1] - start < lowerPrefix.length()) {
            return false;
        }
        for (int i = 0; i < lowerPrefix.length(); i++) {
            byte b = block[start + i];
            if ((b == '_' ? '-' : Octets.lower(b)) != lowerPrefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The name as it was sent, in lower case. */
    public String name(int field) {
        return string(positions[field * 4], positions[field * 4 + 1]).toLowerCase(Locale.ROOT);
    }

    /** The first character of the name in lower case: a cheap way to tell most fields apart. */
    public char initial(int field) {
        return (char) Octets.lower(block[positions[field * 4]]);
    }

    /** The value without blanks around it; bytes above 0x7f as ISO 8859-1. */
    public String value(int field) {
        return string(positions[field * 4 + 2], positions[field * 4 + 3]);
    }

    /** The value of the first field with the name (lower case), or {@code null}. */
    public @Nullable String first(String lowerName) {
        int field = indexOf(lowerName, 0);
        return field < 0 ? null : value(field);
    }

    /** The first field at or after {@code from} with the name (lower case), or -1. */
    public int indexOf(String lowerName, int from) {
        for (int field = from; field < count; field++) {
            if (is(field, lowerName)) {
                return field;
            }
        }
        return -1;
    }

    /** Whether a field with that name (lower case) lists the token (lower case), ignoring case. */
    public boolean lists(String lowerName, String token) {
        for (int field = indexOf(lowerName, 0); field >= 0; field = indexOf(lowerName, field + 1)) {
            for (String element : value(field).split(",")) {
                if (element.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes the field as it was sent: {@code Name: value CRLF}. */
    public void write(int field, ByteBuf out) {
        int at = field * 4;
        out.writeBytes(block, positions[at], positions[at + 1] - positions[at]);
        out.writeShort(COLON_SPACE);
        out.writeBytes(block, positions[at + 2], positions[at + 3] - positions[at + 2]);
        out.writeShort(CRLF);
    }

    int valueStart(int field) {
        return positions[field * 4 + 2];
    }

    int valueEnd(int field) {
        return positions[field * 4 + 3];
    }

    private boolean matches(int start, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (Octets.lower(block[start + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String string(int start, int end) {
        return new String(block, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static final int COLON_SPACE = ':' << 8 | ' ';
    private static final int CRLF = '\r' << 8 | '\n';
}
