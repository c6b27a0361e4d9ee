package dev.intercepts.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneSpellingFirewallTest {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** Of all octets, so that none is forgotten: RFC 3986 §2.3. */
    @Test
    void unreservedCharactersAreNotPercentEncoded() {
        for (int octet = 0; octet < 256; octet++) {
            String encoded = "%%%02x".formatted(octet);
            boolean needless = UNRESERVED.contains(URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1));
            for (String spelt : new String[] {encoded, encoded.toUpperCase(Locale.ROOT)}) {
                assertThat(OneSpellingFirewall.speltOtherwise("/a" + spelt + "b"))
                        .as(spelt)
                        .isEqualTo(needless);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/me", "/caf%C3%A9", "/a%20b", "/%", "/%4", "/%zz", "/61"})
    void whatHasNoShorterSpellingPasses(String path) {
        assertThat(OneSpellingFirewall.speltOtherwise(path)).isFalse();
    }
}
