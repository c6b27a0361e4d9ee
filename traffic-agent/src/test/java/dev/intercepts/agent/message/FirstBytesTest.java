package dev.intercepts.agent.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstBytesTest {

    private static FirstBytes of(String text) {
        String bytes = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        return FirstBytes.of(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1), 64);
    }

    @ParameterizedTest
    @CsvSource({
        "G, UNDECIDED",
        "GET, UNDECIDED",
        "GET / HTTP/1.1\\r, UNDECIDED",
        "GET / HTTP/1.1\\r\\n, HTTP1",
        "GET / HTTP/1.0\\r\\n, HTTP1",
        "GET / HTTP/1.1\\n, HTTP1",
        "M-SEARCH * HTTP/1.1\\r\\nHost, HTTP1",
        "GET / HTTP/2\\r\\n, OTHER",
        "GET key\\r\\n, OTHER",
        "EHLO host\\r\\n, OTHER",
        "get / HTTP/1.1\\r\\n, OTHER",
        "\\0, OTHER",
        "*1\\r\\n, OTHER",
        "GETTHISISNOMETHODOFHTTPATALL, OTHER",
        "GET /a23456789012345678901234567890123456789012345678901234567890, OTHER",
        "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n, UNDECIDED",
        "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n, HTTP2",
        "PRI * HTTP/2.0\\r\\n\\r\\nXY, OTHER",
    })
    void whatAClientSpeaks(String first, FirstBytes expected) {
        assertThat(of(first)).isEqualTo(expected);
    }

    @Test
    void nothingIsUndecided() {
        assertThat(of("")).isEqualTo(FirstBytes.UNDECIDED);
    }
}
