package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.edge.EdgeConfig.Times;
import dev.intercepts.cloud.edge.EdgeConfig.VisitorLimits;
import dev.intercepts.cloud.edge.RawHttp2.Answer;
import dev.intercepts.cloud.edge.RawHttp2.Frame;
import dev.intercepts.cloud.requests.SeenRequest;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 from visitors, by prior knowledge: the same rules as over HTTP/1.1. Most event loops here have no tunnel. */
@ExtendWith(NoLeaks.class)
class EdgeHttp2Test {

    private static final int CANCEL = 8;

    private EdgeFixture fixture;
    private RawHttp2 client;

    @BeforeEach
    void start() throws IOException {
        fixture = new EdgeFixture(Times.DEFAULT, VisitorLimits.DEFAULT, 4, null);
        client = fixture.http2();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        fixture.close();
    }

    @Test
    void sendsARequestToTheIngressAsOverHttp1() throws IOException {
        int stream = client.get(
                "open",
                "/a?b=c",
                "x-telepresence-intercept-id=mine",
                "x-forwarded-for=6.6.6.6",
                "cookie=a=b",
                "cookie=intercepts-visit=secret",
                "cookie=c=d",
                "te=trailers",
                "origin=http://open.preview.localhost",
                "x-kept=yes");
        Answer answer = client.answer(stream);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.field("content-length")).isEqualTo("5");
        assertThat(answer.reset()).isEqualTo(-1);
        assertThat(fixture.application.lastHead())
                .startsWith("GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\n")
                .contains("x-telepresence-intercept-id: uuid:hello\r\n")
                .contains("X-Forwarded-For: 127.0.0.1\r\n")
                .contains("X-Forwarded-Host: open.preview.localhost\r\n")
                .contains("Cookie: a=b; c=d\r\n")
                .contains("Origin: http://shop.example\r\n")
                .contains("x-kept: yes\r\n")
                .doesNotContain("mine", "6.6.6.6", "secret", "te:", "hunked");
        Awaitility.await().until(() -> fixture.seen.size() == 1);
        assertThat(fixture.seen).map(SeenRequest::path).containsExactly("/a");
    }

    @Test
    void servesVisitorsOnEveryEventLoop() throws IOException {
        for (int connection = 0; connection < 8; connection++) {
            try (RawHttp2 each = fixture.http2()) {
                List<Integer> streams = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    streams.add(each.get("open", "/" + i));
                }
                for (int stream : streams.reversed()) {
                    assertThat(each.answer(stream).text()).isEqualTo("hello");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 11\r\n\r\nhello world",
                "Transfer-Encoding: chunked\r\n\r\n6;x=y\r\nhello \r\n5\r\nworld\r\n0\r\nT: t\r\n\r\n",
                "Connection: close\r\n\r\nhello world"
            })
    void passesBodiesInEveryFraming(String rest) throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\n" + rest);
            return !rest.startsWith("Connection: close");
        });
        for (int i = 0; i < 3; i++) {
            Answer answer = client.answer(client.get("open", "/"));
            assertThat(answer.text()).isEqualTo("hello world");
            assertThat(answer.heads()).hasSize(1);
            assertThat(answer.field("connection") + answer.field("transfer-encoding"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK\r\nContent-Length: 0", "204 No Content", "304 Not Modified\r\nETag: \"1\""})
    void passesAnswersWithoutABody(String head) throws IOException {
        fixture.application.answer("HTTP/1.1 " + head + "\r\n\r\n");
        int stream = client.get("open", "/");
        Frame only = client.take(stream);
        assertThat(only.endsStream()).isTrue();
        assertThat(client.head(only).status()).hasToString(head.substring(0, 3));
    }

    @Test
    void passesTheHeadOfWhatAGetWouldHaveGot() throws IOException {
        fixture.application.answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
        int stream =
                client.request(true, ":method=HEAD", ":scheme=https", ":path=/", ":authority=open.preview.localhost");
        Answer answer = client.answer(stream);
        assertThat(answer.field("content-length")).isEqualTo("99");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void passesRequestBodiesOn() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            String body = head.contains("chunked") ? new String(in.readNBytes(20)) : new String(in.readNBytes(5));
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            return true;
        });
        int length = client.post("open", "/", "content-length=5");
        client.data(length, false, "ab").data(length, true, "cde");
        assertThat(client.answer(length).text()).isEqualTo("abcde");
        int chunked = client.post("open", "/");
        client.data(chunked, false, "ab").data(chunked, false, "").data(chunked, false, "cde");
        client.frame(
                RawHttp2.HEADERS,
                RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
                chunked,
                RawHttp2.block("content-length=99"));
        assertThat(client.answer(chunked).text()).isEqualTo("2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n".substring(0, 20));
        int padded = client.post("open", "/", "content-length=5");
        client.frame(RawHttp2.DATA, RawHttp2.PADDED | RawHttp2.END_STREAM, padded, 3, 'h', 'e', 'l', 'l', 'o', 0, 0, 0);
        assertThat(client.answer(padded).text()).isEqualTo("hello");
    }

    @Test
    void passesInterimAnswers() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
            String body = new String(in.readNBytes(3));
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + body);
            return true;
        });
        int stream = client.post("open", "/", "content-length=3", "expect=100-continue");
        assertThat(client.head(client.take(stream)).status()).hasToString("103");
        assertThat(client.head(client.take(stream)).status()).hasToString("100");
        client.data(stream, true, "abc");
        assertThat(client.answer(stream).text()).isEqualTo("abc");
    }

    @Test
    void sendsEachEventAtOnce() throws IOException {
        Semaphore seen = new Semaphore(0);
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                RawApplication.send(socket, "data: " + i + "\n\n");
                seen.acquire();
            }
            return false;
        });
        int stream = client.get("open", "/");
        assertThat(client.head(client.take(stream)).status()).hasToString("200");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            while (!all.toString().contains("data: " + i + "\n\n")) {
                all.append(new String(client.take(stream).payload(), StandardCharsets.UTF_8));
            }
            seen.release();
        }
        assertThat(client.take(stream).endsStream()).isTrue();
    }

    @Test
    void letsNobodyIntoAPrivatePreviewWithoutASession() throws IOException {
        fixture.add("shut", Access.PRIVATE);
        assertThat(client.answer(client.get("shut", "/")).status()).isEqualTo(401);
        Answer page = client.answer(client.get("shut", "/x", "accept=text/html", "sec-fetch-dest=document"));
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.field("location")).contains("preview=shut&to=/x");
        assertThat(client.answer(client.get("nothing", "/")).status()).isEqualTo(404);
        assertThat(fixture.application.heads).isEmpty();
    }

    @Test
    void passesALargeAnswerWhileAnotherStreamStands() throws IOException {
        int size = 5_000_000;
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            socket.getOutputStream().write(RawHttp2.bytes(size));
            return true;
        });
        // Streams begin with a window of nothing: what one may not send must not hold up the other one.
        client.frame(RawHttp2.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 0);
        int stalled = client.get("open", "/stalled");
        assertThat(client.head(client.take(stalled)).status()).hasToString("200");
        int other = client.get("open", "/other");
        client.window(other, 65_535);
        assertThat(client.answer(other).body()).hasSize(size);
    }

    @Test
    void readsNoMoreOfAnUploadThanTheApplicationTakes() throws Exception {
        Semaphore reading = new Semaphore(0);
        int size = 24_000_000;
        fixture.application.answer((head, in, socket) -> {
            if (head.startsWith("POST")) {
                reading.acquire();
                in.skipNBytes(size);
            }
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            return true;
        });
        int stream = client.post("open", "/", "content-length=" + size);
        Http2Upload upload = new Http2Upload(client, stream, size);
        upload.send(() -> upload.stalls(Duration.ofSeconds(1)));
        assertThat(upload.sent).isLessThan(size / 2);
        // Other streams of the connection go on meanwhile.
        int other = client.get("open", "/");
        while (upload.pending.isEmpty()
                || upload.pending.getLast().stream() != other
                || !upload.pending.getLast().endsStream()) {
            upload.read();
        }
        reading.release();
        upload.send(() -> false);
        while (upload.pending.stream().noneMatch(frame -> frame.stream() == stream && frame.endsStream())) {
            upload.read();
        }
    }

    @Test
    void tellsTheApplicationThatTheVisitorIsGone() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
            return in.read() >= 0;
        });
        int reset = client.get("open", "/reset");
        client.take(reset);
        client.frame(RawHttp2.RST_STREAM, 0, reset, 0, 0, 0, CANCEL);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> fixture.application.connections.stream().allMatch(Socket::isClosed));
        int lost = client.get("open", "/lost");
        client.take(lost);
        client.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> fixture.application.connections.stream().allMatch(Socket::isClosed));
    }

    @Test
    void resetsAStreamWhoseAnswerWasLost() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            return false;
        });
        Answer answer = client.answer(client.get("open", "/"));
        assertThat(answer.reset()).isEqualTo(2);
        fixture.application.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertThat(client.answer(client.get("open", "/")).text()).isEqualTo("ok");
    }

    @Test
    void endsAStreamThatWasAnsweredBeforeItsBodyCame() throws IOException {
        fixture.application.answer("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
        int stream = client.post("open", "/", "content-length=1000000");
        Answer answer = client.answer(stream);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).isEqualTo("no");
        Frame end = client.take(stream);
        assertThat(end.type()).isEqualTo(RawHttp2.RST_STREAM);
        assertThat(end.error()).isZero();
        client.data(stream, true, "late");
        assertThat(client.answer(client.get("open", "/")).status()).isEqualTo(413);
    }

    @Test
    void cutsOpenStreamsWhenAPreviewBecomesPrivate() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
            return in.read() >= 0;
        });
        int stream = client.get("open", "/");
        client.take(stream);
        fixture.add("open", Access.PRIVATE);
        client.socket.setSoTimeout(2_500);
        assertThat(client.take(stream).type()).isEqualTo(RawHttp2.RST_STREAM);
    }
}
