package dev.intercepts.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionIdTest {

    /** The first half of a test vector of FIPS 180-2 for "abc". */
    @Test
    void isTheFirstHalfOfTheHash() {
        assertThat(SessionId.ofToken("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
    }

    @Test
    void authoritiesNameSessionAndPort() {
        assertThat(SessionId.authority("ba78", 9000)).isEqualTo("ba78.session:9000");
    }
}
