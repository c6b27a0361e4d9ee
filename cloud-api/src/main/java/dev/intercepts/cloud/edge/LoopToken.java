package dev.intercepts.cloud.edge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A preview's pseudonym in {@code Via} (RFC 9110 §7.6.3). Labels are secrets, so it is a hash; a request that carries the
 * pseudonym of the preview it asks for has been here before.
 */
final class LoopToken {

    private LoopToken() {}

    static String of(String label) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(label.getBytes(StandardCharsets.UTF_8));
            return "intercepts-" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every Java platform", e);
        }
    }
}
