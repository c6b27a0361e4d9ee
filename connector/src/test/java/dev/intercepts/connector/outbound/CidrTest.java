package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 10.96.0.0/12",
        "10.100.7.9/12, 10.96.0.0/12",
        "192.0.2.7, 192.0.2.7/32",
        "10.1.2.3/0, 0.0.0.0/0",
        "fd00:1:2::5/48, fd00:1:2:0:0:0:0:0/48",
        "fd00::1, fd00:0:0:0:0:0:0:1/128",
    })
    void isReadAsTheRangeThatItIsIn(String text, String range) {
        assertThat(cidr(text)).hasToString(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "example.com/8", "10.0.0.0/33", "fd00::/129", "10.0.0.0/x", "10.0.0/8/8", "/8"})
    void whatIsNoRangeIsNone(String text) {
        assertThat(Cidr.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 10.100.0.0/16, true",
        "10.100.0.0/16, 10.96.0.0/12, true",
        "10.96.0.0/12, 10.96.0.0/12, true",
        "10.96.0.0/12, 10.112.0.0/16, false",
        "10.96.0.0/12, 0.0.0.0/0, true",
        "10.96.0.0/12, fd00::/8, false",
        "fd00:1::/32, fd00:1:2::/48, true",
    })
    void overlap(String one, String other, boolean expected) {
        assertThat(cidr(one).overlaps(cidr(other))).isEqualTo(expected);
    }

    @Test
    void contains() throws Exception {
        assertThat(cidr("10.96.0.0/12").contains(InetAddress.getByName("10.111.255.255")))
                .isTrue();
        assertThat(cidr("10.96.0.0/12").contains(InetAddress.getByName("10.112.0.0")))
                .isFalse();
        assertThat(cidr("10.96.0.0/12").contains(InetAddress.getByName("::1"))).isFalse();
    }
}
