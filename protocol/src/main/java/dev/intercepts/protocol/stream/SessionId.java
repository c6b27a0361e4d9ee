package dev.intercepts.protocol.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The public name of a connector's session: the first 32 hexadecimal digits of the SHA-256 of its secret token. Only
 * who has the token can take the session's traffic, and nobody needs to store tokens to check that.
 */
public final class SessionId {

    private SessionId() {}

    /** The session that a token belongs to. */
    public static String ofToken(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every Java platform", e);
        }
    }

    /** The authority of a stream to a port on the laptop of a session: {@code <session>.session:<port>}. */
    public static String authority(String sessionId, int port) {
        return sessionId + ".session:" + port;
    }
}
