package dev.intercepts.manager.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({"hello.default:80, hello.default, 80", "127.0.0.1:65535, 127.0.0.1, 65535", "[::1]:443, ::1, 443"})
    void reads(String text, String host, int port) {
        assertThat(Authority.parse(text)).contains(new Authority(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":80", "hello", "hello:", "hello:0", "hello:65536", "hello:http", "hello:123456", "[]:80"})
    void refuses(String text) {
        assertThat(Authority.parse(text)).isEmpty();
    }
}
