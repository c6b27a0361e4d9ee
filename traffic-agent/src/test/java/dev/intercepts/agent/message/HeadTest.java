package dev.intercepts.agent.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {

    @Test
    void aHeadIsFoundHoweverItArrives() {
        String head = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
        byte[] all = (head + "body\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= all.length; cut++) {
            HeadScanner scanner = new HeadScanner(100);
            ByteBuf in = Unpooled.buffer().writeBytes(all, 0, cut);
            int early = scanner.length(in);
            assertThat(early).isEqualTo(cut < head.length() ? -1 : head.length());
            if (early < 0) {
                assertThat(scanner.length(in.writeBytes(all, cut, all.length - cut)))
                        .isEqualTo(head.length());
            }
            assertThat(HeadScanner.bytes(in, head.length()))
                    .asString(StandardCharsets.ISO_8859_1)
                    .isEqualTo(head);
        }
    }

    @Test
    void aHeadIsLimited() {
        ByteBuf in = Unpooled.copiedBuffer("GET / HTTP/1.1\r\nX: " + "a".repeat(100), StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new HeadScanner(64).length(in))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(431));
    }

    @ParameterizedTest
    @CsvSource({
        "/a?b=c, /a?b=c",
        "http://h/a?b, /a?b",
        "HTTP://H/a, /a",
        "http://h, /",
        "*, *",
        "h:443, h:443",
    })
    void thePathOfATarget(String target, String path) {
        assertThat(RequestHead.parse(head("GET " + target + " HTTP/1.1", "Host: h"))
                        .path())
                .isEqualTo(path);
    }

    @Test
    void aHeaderIsFoundInEachSpellingAndEachLine() {
        RequestHead head = RequestHead.parse(head("GET / HTTP/1.1", "host: h", "X-A: 1", "x-a:2", "X-B: 3"));
        assertThat(head.headers("x-a")).containsExactly("1", "2");
        assertThat(head.headers("x-c")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, GET, '', UntilClose[], false",
        "HTTP/1.1 200 OK, GET, Content-Length: 3, Length[bytes=3], true",
        "HTTP/1.1 200 OK, GET, Transfer-Encoding: Chunked, Chunked[], true",
        "HTTP/1.1 200 OK, HEAD, Content-Length: 3, Length[bytes=0], true",
        "HTTP/1.1 200 OK, HEAD, Transfer-Encoding: chunked, Length[bytes=0], true",
        "HTTP/1.1 204 , GET, '', Length[bytes=0], true",
        "HTTP/1.1 304 Not Modified, GET, Content-Length: 3, Length[bytes=0], true",
        "HTTP/1.1 100 Continue, POST, '', Length[bytes=0], true",
        "HTTP/1.1 200 OK, GET, 'Connection: foo, Close', UntilClose[], false",
        "HTTP/1.0 204 OK, GET, Connection: keep-alive, Length[bytes=0], true",
        "HTTP/1.0 204 OK, GET, '', Length[bytes=0], false",
        "HTTP/1.1 200 OK, CONNECT, '', Length[bytes=0], true",
    })
    void whereAnAnswerEnds(String line, String method, String header, String framing, boolean persistent) {
        ResponseHead head = ResponseHead.parse(header.isEmpty() ? head(line) : head(line, header), method);
        assertThat(head.framing()).hasToString(framing);
        assertThat(head.persistent()).isEqualTo(persistent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/2 200 OK",
                "HTTP/1.1  200",
                "220 mail",
                "HTTP/1.1 200OK"
            })
    void whatIsNoStatusLine(String line) {
        assertThatThrownBy(() -> ResponseHead.parse(head(line), "GET")).isInstanceOf(BadMessageException.class);
    }

    @Test
    void anOfferOfHttp2IsTakenOutAndNothingElse() {
        assertThat(withoutOffer(
                        "GET / HTTP/1.1",
                        "Host: h",
                        "Connection: keep-alive, Upgrade, HTTP2-Settings",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABk"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n");

        assertThat(withoutOffer("GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: h2c, websocket"))
                .isEqualTo("GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    }

    private static byte[] head(String... lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String withoutOffer(String... lines) {
        ByteBuf head = Http2Offer.without(head(lines), UnpooledByteBufAllocator.DEFAULT);
        try {
            return head.toString(StandardCharsets.ISO_8859_1);
        } finally {
            head.release();
        }
    }
}
