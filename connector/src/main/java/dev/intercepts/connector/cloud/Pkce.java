package dev.intercepts.connector.cloud;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Proof key for code exchange (RFC 7636), method S256, and the state that binds the answer to the question.
 *
 * @param verifier kept here until the code is redeemed
 * @param challenge travels with the question
 * @param state comes back with the answer
 */
record Pkce(String verifier, String challenge, String state) {

    static Pkce of(RandomGenerator random) {
        String verifier = token(random);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return new Pkce(verifier, base64url(hash), token(random));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every Java platform", e);
        }
    }

    private static String token(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return base64url(bytes);
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Without what must stay secret. */
    @Override
    public String toString() {
        return "Pkce[challenge=" + challenge + "]";
    }
}
