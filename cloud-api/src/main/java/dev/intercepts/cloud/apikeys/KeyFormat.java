package dev.intercepts.cloud.apikeys;

import dev.intercepts.cloud.security.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How API keys look: {@code icpt_}, 43 random characters of base 62 (256 bits), and 6 that are the CRC-32 of those, also in base
 * 62. So whoever searches for leaked secrets finds them with {@code icpt_[0-9A-Za-z]{49}} and can tell them from accidents
 * without asking anybody.
 */
final class KeyFormat {

    /** How every key begins. */
    static final String MARK = "icpt_";

    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM = 43;
    private static final int CHECKSUM = 6;
    private static final int SHOWN = MARK.length() + 8;
    private static final Pattern SHAPE = Pattern.compile(MARK + "[0-9A-Za-z]{" + (RANDOM + CHECKSUM) + "}");

    private KeyFormat() {}

    /** A new key. */
    static String next(Secrets secrets) {
        String random = secrets.text(RANDOM, BASE62);
        return MARK + random + checksum(random);
    }

    /** Whether a text can be a key at all; no guess that fails here costs a query. */
    static boolean fits(String text) {
        return SHAPE.matcher(text).matches()
                && text.endsWith(checksum(text.substring(MARK.length(), MARK.length() + RANDOM)));
    }

    /** The beginning, by which its owner knows it again; 208 bits stay unknown. */
    static String prefix(String key) {
        return key.substring(0, SHOWN);
    }

    private static String checksum(String random) {
        CRC32 crc = new CRC32();
        crc.update(random.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder(CHECKSUM);
        for (long rest = crc.getValue(); digits.length() < CHECKSUM; rest /= 62) {
            digits.append(BASE62.charAt((int) (rest % 62)));
        }
        return digits.reverse().toString();
    }
}
