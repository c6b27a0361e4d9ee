package dev.intercepts.agent.message;

/** {@code HTTP/1.0} or {@code HTTP/1.1} in the first line of a head (RFC 9112 §2.3). */
final class Version {

    static final int LENGTH = 8;

    private static final String MAJOR = "HTTP/1.";

    private Version() {}

    /** Whether one of the two is there; also near the end of the head. */
    static boolean at(byte[] head, int from) {
        if (from + LENGTH > head.length) {
            return false;
        }
        for (int i = 0; i < MAJOR.length(); i++) {
            if (head[from + i] != MAJOR.charAt(i)) {
                return false;
            }
        }
        byte minor = head[from + LENGTH - 1];
        return minor == '0' || minor == '1';
    }

    /** Which of the two is there. */
    static boolean isHttp11(byte[] head, int from) {
        return head[from + LENGTH - 1] == '1';
    }
}
