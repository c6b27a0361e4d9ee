package dev.intercepts.playground.kube;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/** Generated names, in letters that form no words and are told apart easily, as Kubernetes does it. */
final class Names {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    /** Five random letters. */
    static String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return suffix.toString();
    }

    /** Letters that stand for the text, the same each time. */
    static String hash(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder hash = new StringBuilder();
        for (long rest = crc.getValue() + (1L << 32); rest > 0; rest /= LETTERS.length()) {
            hash.append(LETTERS.charAt((int) (rest % LETTERS.length())));
        }
        return hash.toString();
    }
}
