package dev.intercepts.cloud.edge.http;

/** Classes of bytes (RFC 9110 §5.6.2, RFC 9112 §2-5). */
final class Octets {

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte[] CLASSES = classes();

    private Octets() {}

    /** Letters, digits and {@code !#$%&'*+-.^_`|~}: names of fields and methods. */
    static boolean token(byte b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    /** Visible ASCII, space, tab and bytes above 0x7f: values of fields. */
    static boolean value(byte b) {
        return (CLASSES[b & 0xff] & VALUE) != 0;
    }

    /** Visible ASCII but {@code #}: browsers send more than a URI may hold, but never a fragment. */
    static boolean target(byte b) {
        return (CLASSES[b & 0xff] & TARGET) != 0;
    }

    /** Letters, digits, dash, dot, and what an IPv6 literal and a port need. */
    static boolean host(byte b) {
        return (CLASSES[b & 0xff] & HOST) != 0;
    }

    static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The value of a hexadecimal digit, -1 for anything else. */
    static int hex(byte b) {
        if (digit(b)) {
            return b - '0';
        }
        int lower = lower(b);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
            if (letterOrDigit || (c > 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0)) {
                classes[c] |= TOKEN;
            }
            if (c == '\t' || (c >= 0x20 && c != 0x7f)) {
                classes[c] |= VALUE;
            }
            if (c > 0x20 && c < 0x7f && c != '#') {
                classes[c] |= TARGET;
            }
            if (letterOrDigit || (c > 0 && "-.:[]".indexOf(c) >= 0)) {
                classes[c] |= HOST;
            }
        }
        return classes;
    }
}
