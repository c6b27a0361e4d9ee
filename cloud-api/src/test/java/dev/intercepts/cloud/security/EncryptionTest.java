package dev.intercepts.cloud.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptionTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] first = key();
    private final byte[] second = key();

    private static byte[] key() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return key;
    }

    @Test
    void isReadAgainAndHidesWhatItHolds() {
        Encryption encryption = new Encryption(first, List.of(), RANDOM);
        byte[] sealed = encryption.encrypt("gho_secret");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("gho_");
        assertThat(sealed).isNotEqualTo(encryption.encrypt("gho_secret"));
        assertThat(encryption.decrypt(sealed)).isEqualTo(new Encryption.Opened("gho_secret", false));
        assertThat(encryption.decrypt(sealed).toString()).doesNotContain("gho_");
    }

    @Test
    void changedBytesAreNotRead() {
        Encryption encryption = new Encryption(first, List.of(second), RANDOM);
        byte[] sealed = encryption.encrypt("gho_secret");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = Arrays.copyOf(sealed, sealed.length);
            changed[i] ^= 1;
            assertThatThrownBy(() -> encryption.decrypt(changed)).hasMessageContaining("intercepts.secret-key");
        }
    }

    @Test
    void whatAnEarlierKeyWroteIsReadAndToldApart() {
        byte[] sealed = new Encryption(first, List.of(), RANDOM).encrypt("gho_secret");
        Encryption rotated = new Encryption(second, List.of(first), RANDOM);
        assertThat(rotated.decrypt(sealed)).isEqualTo(new Encryption.Opened("gho_secret", true));
        byte[] anew = rotated.encrypt("gho_secret");
        assertThat(new Encryption(second, List.of(), RANDOM).decrypt(anew).text())
                .isEqualTo("gho_secret");
        assertThatThrownBy(() -> new Encryption(second, List.of(), RANDOM).decrypt(sealed))
                .hasMessageContaining("earlier-secret-keys");
    }

    @Test
    void keysOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> new Encryption(new byte[16], List.of(), RANDOM))
                .hasMessage("intercepts.secret-key: 16 bytes (expected: 32 in base64)");
    }
}
