package dev.intercepts.cloud.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tags of representations (RFC 9110 §8.8.3): strong ones, from the JSON itself. */
final class EntityTag {

    private static final int BYTES = 16;

    private EntityTag() {}

    /** The tag of a representation, with its quotation marks. */
    static String of(byte[] json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return '"' + HexFormat.of().formatHex(digest, 0, BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every Java platform", e);
        }
    }

    /**
     * Whether a field such as {@code If-Match} names a tag, or any by {@code *}.
     *
     * @param tag {@code null} where there is no representation
     * @param weak whether a weak tag in the field counts like the strong one, as it does for {@code If-None-Match} only
     */
    static boolean named(String field, @Nullable String tag, boolean weak) {
        if (tag == null) {
            return false;
        }
        return field.strip().equals("*")
                || Arrays.stream(field.split(",", -1))
                        .map(String::strip)
                        .map(one -> weak && one.startsWith("W/") ? one.substring(2) : one)
                        .anyMatch(tag::equals);
    }
}
