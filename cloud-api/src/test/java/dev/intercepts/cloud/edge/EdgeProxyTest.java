package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class EdgeProxyTest {

    private EdgeFixture fixture;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        fixture = EdgeFixture.start();
        client = fixture.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        fixture.close();
    }

    @Test
    void sendsARequestToTheIngressWithTheHeadersOfThePreview() throws IOException {
        RawClient.Answer answer = client.get("open", "/a?b=c", """
                X-Telepresence-Intercept-Id: mine\r
                x_telepresence_intercept_id: mine\r
                X-Forwarded-For: 6.6.6.6\r
                Forwarded: for=6.6.6.6\r
                X-Real-IP: 6.6.6.6\r
                Cookie: a=b; intercepts-visit=secret; c=d\r
                Connection: keep-alive, X-Hop\r
                X-Hop: gone\r
                Origin: http://open.preview.localhost\r
                X-Kept: yes\r
                """);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(fixture.application.lastHead())
                .startsWith("GET /a?b=c HTTP/1.1\r\nHost: shop.example\r\n")
                .contains("x-telepresence-intercept-id: uuid:hello\r\n")
                .contains("X-Forwarded-For: 127.0.0.1\r\n")
                .contains("X-Forwarded-Host: open.preview.localhost\r\n")
                .contains("X-Forwarded-Proto: http\r\n")
                .contains("Forwarded: for=127.0.0.1;host=\"open.preview.localhost\";proto=http\r\n")
                .contains("Cookie: a=b; c=d\r\n")
                .contains("Origin: http://shop.example\r\n")
                .contains("X-Kept: yes\r\n")
                .containsPattern("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01\r\n")
                .doesNotContain("mine", "6.6.6.6", "secret", "X-Hop");
        assertThat(fixture.streams.getFirst().authority()).isEqualTo("127.0.0.1:" + fixture.application.port());
        assertThat(fixture.streams.getFirst().headers()).containsEntry(EdgeFixture.interceptHeader(), "default/hello");
    }

    @Test
    void keepsConnectionsOnBothSides() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(client.get("open", "/" + i, "").text()).isEqualTo("hello");
        }
        assertThat(fixture.application.connections).hasSize(1);
        assertThat(fixture.streams).hasSize(1);
    }

    @Test
    void servesManyVisitorsAtOnce() throws Exception {
        java.util.List<Thread> threads = new java.util.ArrayList<>();
        java.util.concurrent.atomic.AtomicInteger good = new java.util.concurrent.atomic.AtomicInteger();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (RawClient each = fixture.client()) {
                    for (int n = 0; n < 50; n++) {
                        if (each.get("open", "/", "").text().equals("hello")) {
                            good.incrementAndGet();
                        }
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(good).hasValue(1000);
        assertThat(fixture.application.connections).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void answersRequestsThatWereSentAhead() throws IOException {
        String host = "Host: open.preview.localhost\r\n\r\n";
        client.send("GET /1 HTTP/1.1\r\n" + host + "GET /2 HTTP/1.1\r\n" + host + "GET /3 HTTP/1.1\r\n" + host);
        for (int i = 0; i < 3; i++) {
            assertThat(client.answer(false).text()).isEqualTo("hello");
        }
        assertThat(fixture.application.heads)
                .map(head -> head.substring(0, 6))
                .containsExactly("GET /1", "GET /2", "GET /3");
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
        assertThat(client.get("open", "/", "").text()).isEqualTo("hello world");
        assertThat(client.get("open", "/", "").text()).isEqualTo("hello world");
    }

    @Test
    void passesRequestBodiesOn() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            String body = head.contains("chunked") ? new String(in.readNBytes(15)) : new String(in.readNBytes(5));
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            return true;
        });
        String start = "POST / HTTP/1.1\r\nHost: open.preview.localhost\r\n";
        client.send(start + "Content-Length: 5\r\n\r\nab").send("cde");
        assertThat(client.answer(false).text()).isEqualTo("abcde");
        client.send(start + "Transfer-Encoding: chunked\r\n\r\n5;e\r\nabcde\r\n0\r\nX: trailer\r\n\r\n");
        assertThat(client.answer(false).text()).isEqualTo("5\r\nabcde\r\n0\r\n\r\n");
    }

    @Test
    void passesExpectContinueBothWays() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            assertThat(head).contains("Expect: 100-continue");
            RawApplication.send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
            String body = new String(in.readNBytes(3));
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + body);
            return true;
        });
        client.send(
                "POST / HTTP/1.1\r\nHost: open.preview.localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        assertThat(client.answer(false).status()).isEqualTo(100);
        client.send("abc");
        assertThat(client.answer(false).text()).isEqualTo("abc");
    }

    @Test
    void sendsEachEventAtOnce() throws IOException {
        java.util.concurrent.Semaphore seen = new java.util.concurrent.Semaphore(0);
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                RawApplication.send(socket, "data: " + i + "\n\n");
                seen.acquire();
            }
            return false;
        });
        client.send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n");
        assertThat(RawApplication.head(client.in)).contains("Transfer-Encoding: chunked");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            while (!all.toString().contains("data: " + i + "\n\n")) {
                all.append(new String(client.chunk()));
            }
            seen.release();
        }
        assertThat(client.chunk()).isEmpty();
    }

    @Test
    void switchesProtocols() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            assertThat(head).contains("Connection: Upgrade\r\nUpgrade: websocket\r\n");
            RawApplication.send(
                    socket,
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nfirst");
            RawApplication.send(socket, new String(in.readNBytes(4)));
            return false;
        });
        client.send(
                "GET / HTTP/1.1\r\nHost: open.preview.localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        assertThat(client.answer(false).head())
                .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                .contains("Connection: Upgrade\r\nUpgrade: websocket\r\n");
        assertThat(new String(client.in.readNBytes(5))).isEqualTo("first");
        client.send("ping");
        assertThat(new String(client.in.readNBytes(4))).isEqualTo("ping");
        assertThat(client.in.read()).isEqualTo(-1);
    }

    @Test
    void servesHttp10() throws IOException {
        fixture.application.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        client.send("GET / HTTP/1.0\r\nHost: open.preview.localhost\r\n\r\n");
        assertThat(new String(client.in.readAllBytes()))
                .doesNotContain("chunked")
                .contains("Connection: close")
                .endsWith("\r\n\r\nhello");
    }

    @Test
    void keepsTheApplicationWithinItsPreview() throws IOException {
        fixture.application.answer("""
                HTTP/1.1 302 Found\r
                Location: https://shop.example/next\r
                Set-Cookie: a=b; Domain=preview.localhost; Path=/\r
                Set-Cookie: intercepts-visit=forged\r
                Alt-Svc: h3=":443"\r
                Content-Length: 0\r
                \r
                """);
        RawClient.Answer answer = client.get("open", "/", "");
        assertThat(answer.head())
                .contains("Location: http://open.preview.localhost/next\r\n")
                .contains("Set-Cookie: a=b; Path=/\r\n")
                .doesNotContain("forged", "Alt-Svc");
    }

    @Test
    void tellsWhoFailed() throws IOException {
        assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
        fixture.application.answer((head, in, socket) -> false);
        RawClient.Answer lost = client.get("open", "/", "Accept: text/html\r\n");
        assertThat(lost.status()).isEqualTo(502);
        assertThat(lost.field("x-intercepts-hop")).isEqualTo("ingress");
        assertThat(lost.text()).contains("<h1>Connection lost</h1>");
        fixture.application.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
        RawClient.Answer unreadable = client.get("open", "/", "");
        assertThat(unreadable.status()).isEqualTo(502);
        assertThat(unreadable.field("content-type")).isEqualTo("application/problem+json");
        fixture.disconnect();
        RawClient.Answer gone = client.get("open", "/", "Accept: text/html\r\n");
        assertThat(gone.status()).isEqualTo(503);
        assertThat(gone.field("retry-after")).isEqualTo("5");
        assertThat(gone.field("content-security-policy")).startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(gone.text()).contains("<meta http-equiv=\"refresh\" content=\"5\">");
    }

    @Test
    void breaksAnAnswerOffThatWasLost() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            return false;
        });
        assertThatThrownBy(() -> client.get("open", "/", "")).isInstanceOf(IOException.class);
    }

    @Test
    void repeatsARequestOnceWhereAWaitingConnectionWasClosed() throws IOException {
        assertThat(client.get("open", "/", "").status()).isEqualTo(200);
        fixture.application.answer((head, in, socket) -> {
            if (fixture.application.connections.size() == 1) {
                return false;
            }
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain");
            return true;
        });
        assertThat(client.get("open", "/", "").text()).isEqualTo("again");
    }

    @Test
    void tellsTheApplicationThatTheVisitorIsGone() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
            return in.read() >= 0;
        });
        client.send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n");
        RawApplication.head(client.in);
        client.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> fixture.application.connections.getFirst().isClosed());
    }

    @Test
    void recognisesALoop() throws IOException {
        client.get("open", "/", "");
        String via = fixture.application.lastHead().replaceAll("(?s).*Via: ([^\r]*)\r.*", "$1");
        assertThat(client.get("open", "/", "Via: 1.0 other, " + via + "\r\n").status())
                .isEqualTo(508);
        assertThat(client.get("open", "/", "Via: 1.0 other\r\n").status()).isEqualTo(200);
    }

    @Test
    void passesLargeBodiesToASlowReader() throws IOException {
        int size = 20_000_000;
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            byte[] piece = new byte[100_000];
            for (int i = 0; i < size / piece.length; i++) {
                java.util.Arrays.fill(piece, (byte) i);
                socket.getOutputStream().write(piece);
            }
            return true;
        });
        client.send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n");
        RawApplication.head(client.in);
        for (int i = 0; i < size / 100_000; i++) {
            byte[] piece = client.in.readNBytes(100_000);
            assertThat(piece[0]).isEqualTo((byte) i);
            assertThat(piece[99_999]).isEqualTo((byte) i);
        }
        assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
    }
}
