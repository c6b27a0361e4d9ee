package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.security.Secrets;
import java.util.Locale;

/**
 * The code that somebody reads on one screen and types on another: eight letters without vowels, so that none spells a word, and
 * without what is easily mistaken (RFC 8628 §6.1).
 */
final class UserCode {

    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;

    private UserCode() {}

    /** A new one, as it is shown: {@code WDJB-MJHT}; 34 bits. */
    static String next(Secrets secrets) {
        String letters = secrets.text(LENGTH, LETTERS);
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }

    /** What was meant by what was typed: case, spaces and dashes do not matter. */
    static String meant(String typed) {
        StringBuilder letters = new StringBuilder(LENGTH);
        typed.toUpperCase(Locale.ROOT)
                .chars()
                .filter(letter -> LETTERS.indexOf(letter) >= 0)
                .limit(LENGTH)
                .forEach(letter -> letters.append((char) letter));
        return letters.toString();
    }
}
