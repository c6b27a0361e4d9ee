package dev.intercepts.cloud.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what must be read again, such as GitHub's tokens: AES-256-GCM, a fresh 96-bit nonce before each text. What earlier keys
 * encrypted can be read as long as they are given; the tag tells whose it is.
 */
public final class Encryption {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final List<SecretKeySpec> earlier;
    private final SecureRandom random;

    /**
     * Takes keys of 32 bytes each.
     *
     * @param key what is written from now on is encrypted by
     * @param earlier what may have been written by
     */
    public Encryption(byte[] key, List<byte[]> earlier, SecureRandom random) {
        this.key = spec("intercepts.secret-key", key);
        this.earlier = earlier.stream()
                .map(bytes -> spec("intercepts.earlier-secret-keys", bytes))
                .toList();
        this.random = random;
    }

    public byte[] encrypt(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = apply(Cipher.ENCRYPT_MODE, key, nonce, text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is required of every Java platform", e);
        }
    }

    /** Undoes {@link #encrypt}; fails where the bytes were changed or the key is none of those that are given. */
    public Opened decrypt(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] sealed = new byte[buffer.remaining()];
        buffer.get(sealed);
        for (SecretKeySpec candidate :
                Stream.concat(Stream.of(key), earlier.stream()).toList()) {
            try {
                byte[] text = apply(Cipher.DECRYPT_MODE, candidate, nonce, sealed);
                return new Opened(new String(text, StandardCharsets.UTF_8), candidate != key);
            } catch (AEADBadTagException e) {
                // Another key's; the next one is tried.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM is required of every Java platform", e);
            }
        }
        throw new UnknownKeyException();
    }

    private static SecretKeySpec spec(String property, byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException(property + ": " + key.length + " bytes (expected: 32 in base64)");
        }
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] apply(int mode, SecretKeySpec key, byte[] nonce, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher.doFinal(input);
    }

    /** The bytes were changed, or encrypted by a key that is not given. */
    public static final class UnknownKeyException extends RuntimeException {
        UnknownKeyException() {
            super("what is encrypted fits neither intercepts.secret-key nor intercepts.earlier-secret-keys:"
                    + " give the key that it was written with among the latter");
        }
    }

    /**
     * A text that was encrypted.
     *
     * @param earlierKey whether it was by an earlier key, so that it should be encrypted anew
     */
    public record Opened(String text, boolean earlierKey) {

        /** Without the text: it is a secret. */
        @Override
        public String toString() {
            return "Opened[earlierKey=" + earlierKey + "]";
        }
    }
}
