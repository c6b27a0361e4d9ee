package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nettyplus.leakdetector.junit.NettyLeakDetectorExtension;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests on a raw socket: each is refused, the connection ends, and nothing of it reaches the application. */
@ExtendWith(NettyLeakDetectorExtension.class)
class EdgeStrictnessTest {

    private static EdgeFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        fixture = new EdgeFixture(
                new EdgeConfig.Times(
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(30)),
                new EdgeConfig.VisitorLimits(new dev.intercepts.cloud.edge.http.Limits(4096, 20), 1000, 1000));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1|Host: H|Content-Length: 3|Transfer-Encoding: chunked||0||",
                "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|Content-Length: 3||0||",
                "POST / HTTP/1.1|Host: H|Content-Length: 3|Content-Length: 3||abc",
                "POST / HTTP/1.1|Host: H|Content-Length: 3|Content-Length: 30||abc",
                "POST / HTTP/1.1|Host: H|Content-Length: 3,3||abc",
                "POST / HTTP/1.1|Host: H|Content-Length: +3||abc",
                "POST / HTTP/1.1|Host: H|Content-Length : 3||abc",
                "POST / HTTP/1.1|Host: H|Content-Length: 3\0||abc",
                "POST / HTTP/1.1|Host: H|Transfer-Encoding: xchunked||0||",
                "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked, identity||0||",
                "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|Transfer-Encoding: x||0||",
                "POST / HTTP/1.1|Host: H|Transfer-Encoding:\u000bchunked||0||",
                "POST / HTTP/1.1|Host: H|Transfer-Encoding|: chunked||0||",
                "POST / HTTP/1.0|Host: H|Transfer-Encoding: chunked||0||",
                "GET / HTTP/1.1|Host: H|X: a| folded||",
                "GET / HTTP/1.1|Host: H|X: a\rY: b||",
                "GET / HTTP/1.1|Host: H|X: a\nY: b||",
                "GET / HTTP/1.1\nHost: H\n\n",
                "GET / HTTP/1.1|Host: H\n|",
                "GET / HTTP/1.1|Host: H|X\0: a||",
                "GET / HTTP/1.1|Host: H|Host: H||",
                "GET / HTTP/1.1|Host: H|Host: other||",
                "GET / HTTP/1.1|||",
                "GET / HTTP/1.1|Host: H/||",
                "GET / HTTP/1.1|Host: a@H||",
                "GET / HTTP/1.1|Host: H:99999||",
                "GET http://other.example/ HTTP/1.1|Host: H||",
                "GET  / HTTP/1.1|Host: H||",
                "GET / HTTP/1.1 |Host: H||",
                "GET /\u0001 HTTP/1.1|Host: H||",
                "GET / HTTP/9.9|Host: H||",
                "GET / HTTP/2.0|Host: H||",
                "PRI * HTTP/2.0||SM||",
                "CONNECT H:443 HTTP/1.1|Host: H:443||",
                "POST / HTTP/1.1|Host: H|Expect: a-miracle|Content-Length: 1||a",
                "GET /|",
                "\u0016\u0003\u0001\u0002\n"
            })
    void refusesAndCloses(String wire) throws IOException {
        int before = fixture.application.heads.size();
        try (RawClient client = fixture.client()) {
            client.send(wire.replace("|", "\r\n").replace(" H", " open.preview.localhost"));
            RawClient.Answer answer = client.answer(false);
            assertThat(answer.status()).isIn(400, 405, 408, 417, 421, 501, 505);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(client.in.read()).isEqualTo(-1);
        }
        assertThat(fixture.application.heads).hasSize(before);
    }

    @Test
    void refusesMalformedChunksAndGivesTheRequestUp() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send("POST / HTTP/1.1\r\nHost: open.preview.localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            assertThat(client.answer(false).status()).isIn(200, 400);
            assertThat(client.in.read()).isEqualTo(-1);
        }
    }

    @Test
    void limitsHeads() throws IOException {
        try (RawClient client = fixture.client()) {
            assertThat(client.get("open", "/", "X: " + "a".repeat(5000) + "\r\n")
                            .status())
                    .isEqualTo(431);
        }
        try (RawClient client = fixture.client()) {
            assertThat(client.get("open", "/", "X: a\r\n".repeat(20)).status()).isEqualTo(431);
        }
    }

    @Test
    void limitsTheTimeForAHeadABodyAndTheNextRequest() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send("GET / HTTP/1.1\r\nHo");
            assertThat(client.answer(false).status()).isEqualTo(408);
            assertThat(client.in.read()).isEqualTo(-1);
        }
        fixture.application.answer((head, in, socket) -> {
            if (head.contains("Content-Length: 9")) {
                in.readNBytes(9);
            }
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            return true;
        });
        try (RawClient client = fixture.client()) {
            client.send("POST / HTTP/1.1\r\nHost: open.preview.localhost\r\nContent-Length: 9\r\n\r\nabc");
            assertThat(client.answer(false).status()).isEqualTo(408);
        }
        try (RawClient client = fixture.client()) {
            assertThat(client.get("open", "/", "").status()).isEqualTo(200);
            assertThat(client.in.read()).isEqualTo(-1);
        }
    }

    @Test
    void limitsTheTimeForAnAnswerToBegin() throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() >= 0);
        try (RawClient client = fixture.client()) {
            RawClient.Answer late = client.get("open", "/", "");
            assertThat(late.status()).isEqualTo(504);
            assertThat(late.field("x-intercepts-hop")).isEqualTo("ingress");
        }
    }
}
