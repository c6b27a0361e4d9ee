package dev.intercepts.connector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadTest {

    private static @Nullable ProxyRequest parse(String head) {
        return HttpHead.parse(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT hello:80 HTTP/1.1,                hello,    80",
        "CONNECT [::1]:443 HTTP/1.1,               ::1,      443",
        "GET http://hello HTTP/1.1,                hello,    80",
        "GET http://hello.ns:8080/a?b HTTP/1.1,    hello.ns, 8080",
        "GET HTTP://u:p@hello/ HTTP/1.0,           hello,    80",
        "GET http://hello?x=a:b HTTP/1.1,          hello,    80",
    })
    void targets(String line, String host, int port) {
        ProxyRequest request = Objects.requireNonNull(parse(line + "\r\n\r\n"));

        assertThat(request.host()).isEqualTo(host);
        assertThat(request.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET https://hello/ HTTP/1.1",
                "CONNECT hello HTTP/1.1",
                "CONNECT hello:99999 HTTP/1.1",
                "CONNECT :80 HTTP/1.1",
                "POST hello",
                ""
            })
    void whatAsksNothingOfAProxyIsRefused(String line) {
        assertThat(parse(line + "\r\nHost: x\r\n\r\n")).isNull();
    }

    @Test
    void anAbsoluteTargetGoesOnInOriginForm() {
        ProxyRequest request =
                Objects.requireNonNull(parse("POST http://hello:8080/a?b=c HTTP/1.1\r\nHost: hello:8080\r\n"
                        + "Proxy-Connection: keep-alive\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\n"));

        assertThat(new String(request.firstBytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        "POST /a?b=c HTTP/1.1\r\nHost: hello:8080\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
        assertThat(request.answer()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hello,       hello.shop",
        "hello.other, hello.other",
        "10.0.0.1,    10.0.0.1",
        "fd00::1,     fd00::1",
        "localhost,   localhost"
    })
    void shortNamesFollowTheNamespace(String host, String resolved) {
        assertThat(ClusterHosts.resolve(host, "shop")).isEqualTo(resolved);
    }
}
