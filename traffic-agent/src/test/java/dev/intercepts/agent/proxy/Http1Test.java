package dev.intercepts.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.NoTunnelException;
import dev.intercepts.tunnel.StreamRefusal;
import dev.intercepts.tunnel.StreamRefusedException;
import dev.intercepts.tunnel.StreamRequest;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class Http1Test {

    private static final String TO_LAPTOP = "X-To: laptop\r\n";

    private World world;

    @BeforeEach
    void open() throws IOException {
        world = new World().routes(World.HTTP);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    record Exchanged(String name, String request, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> exchanges() {
        String host = "Host: hello\r\n";
        Stream<Exchanged> exchanges = Stream.of(
                new Exchanged(
                        "plain GET",
                        "GET / HTTP/1.1\r\n" + host + "%s\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"),
                new Exchanged(
                        "odd spelling is kept",
                        "GET /%%7e?q=a//b HTTP/1.1\r\nhOsT:hello\r\n%sX-Odd:   spaced\t \r\nEmpty:\r\n\r\n",
                        "HTTP/1.1 200 \r\ncontent-LENGTH:   2\r\nX-Odd:\ta\r\n\r\nhi"),
                new Exchanged(
                        "length",
                        "POST /a HTTP/1.1\r\n" + host + "%sContent-Length: 5\r\n\r\nhello",
                        "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"),
                new Exchanged(
                        "chunks, extensions, trailers",
                        "POST /a HTTP/1.1\r\n" + host
                                + "%sTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n00A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n"),
                new Exchanged(
                        "HEAD with a length",
                        "HEAD / HTTP/1.1\r\n" + host + "%s\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"),
                new Exchanged("204", "DELETE /a HTTP/1.1\r\n" + host + "%s\r\n", "HTTP/1.1 204 No Content\r\n\r\n"),
                new Exchanged(
                        "304 with a length",
                        "GET /a HTTP/1.1\r\n" + host + "%s\r\n",
                        "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\nETag: \"x\"\r\n\r\n"),
                new Exchanged(
                        "early hints",
                        "GET /a HTTP/1.1\r\n" + host + "%s\r\n",
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n"
                                + "Content-Length: 1\r\n\r\nx"),
                new Exchanged(
                        "HTTP/1.0 kept alive",
                        "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n%s\r\n",
                        "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx"),
                new Exchanged(
                        "absolute target",
                        "GET http://hello/a HTTP/1.1\r\n" + host + "%s\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"),
                new Exchanged(
                        "an unknown method",
                        "PROPFIND /a HTTP/1.1\r\n" + host + "%s\r\n",
                        "HTTP/1.1 207 Multi-Status\r\nContent-Length: 1\r\n\r\nx"));
        return exchanges.flatMap(
                exchange -> Stream.of(Arguments.of("app", exchange), Arguments.of("laptop", exchange)));
    }

    @ParameterizedTest(name = "{1} by the {0}")
    @MethodSource("exchanges")
    void everyByteIsPassedOn(String who, Exchanged exchange) throws Exception {
        boolean laptop = who.equals("laptop");
        String request = exchange.request().formatted(laptop ? TO_LAPTOP : "");
        try (Peer client = world.client()) {
            Backend backend = laptop ? world.laptop : world.app;
            Peer server = null;
            for (int i = 0; i < 2; i++) { // twice on the same connection
                client.send(request);
                server = server == null ? backend.next() : server;
                assertThat(server.read(request.length())).isEqualTo(request);
                server.send(exchange.answer());
                assertThat(client.read(exchange.answer().length())).isEqualTo(exchange.answer());
            }
            assertThat(backend.connections()).isEqualTo(1);
            assertThat(laptop ? world.app.connections() : world.laptop.connections())
                    .isZero();
        }
    }

    @ParameterizedTest(name = "{1} by the {0}, one byte at a time")
    @MethodSource("exchanges")
    void everyByteIsPassedOnWhenTheyComeOneByOne(String who, Exchanged exchange) throws Exception {
        boolean laptop = who.equals("laptop");
        String request = exchange.request().formatted(laptop ? TO_LAPTOP : "");
        try (Peer client = world.client()) {
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            Peer server = (laptop ? world.laptop : world.app).next();
            assertThat(server.read(request.length())).isEqualTo(request);
            for (int i = 0; i < exchange.answer().length(); i++) {
                server.send(exchange.answer().substring(i, i + 1));
            }
            assertThat(client.read(exchange.answer().length())).isEqualTo(exchange.answer());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "laptop, 'Via: 1.1 front, 1.1 intercepts-0123456789ab\r\n', true",
        "laptop, 'via:HTTP/1.1 intercepts-0123456789ab\r\n', true",
        "laptop, 'Via: 1.1 not-intercepts-edge\r\n', false",
        "app, 'Via: 1.1 intercepts-0123456789ab\r\n', false"
    })
    void edgeIsToldThatTheLaptopAnswers(String who, String via, boolean told) throws Exception {
        boolean laptop = who.equals("laptop");
        String mark = told ? "x-intercepts-answered-by: laptop\r\n" : "";
        try (Peer client = world.client()) {
            client.send("GET / HTTP/1.1\r\nHost: hello\r\n" + via + (laptop ? TO_LAPTOP : "") + "\r\n");
            Peer server = (laptop ? world.laptop : world.app).next();
            server.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Le");
            server.send("ngth: 2\r\n\r\nhi");
            String answer =
                    "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + mark + "\r\nhi";
            assertThat(client.read(answer.length())).isEqualTo(answer);
            // Nothing is left over, and the next exchange of the connection is framed as ever.
            client.send(get("/next", laptop));
            server.readUntil("/next HTTP/1.1\r\n");
            server.send("HTTP/1.1 204 No Content\r\n\r\n");
            assertThat(client.read(27)).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        }
    }

    /** Answers each request with the own name and the path; keeps the connection. */
    private static Backend.Play named(String name) {
        return peer -> {
            while (true) {
                String head = peer.readUntil("\r\n\r\n");
                String body = name + head.split(" ", -1)[1];
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        };
    }

    private static String get(String path, boolean laptop) {
        return "GET " + path + " HTTP/1.1\r\nHost: hello\r\n" + (laptop ? TO_LAPTOP : "") + "\r\n";
    }

    private static String body(Peer client) throws IOException {
        String head = client.readUntil("\r\n\r\n");
        int at = head.indexOf("Content-Length: ") + 16;
        return client.read(Integer.parseInt(head.substring(at, head.indexOf('\r', at))));
    }

    @Test
    void oneConnectionIsAnsweredByBothInTurn() throws Exception {
        world.app.playing(named("app"));
        world.laptop.playing(named("laptop"));
        try (Peer client = world.client()) {
            for (int i = 0; i < 10; i++) {
                boolean laptop = i % 3 == 1;
                client.send(get("/" + i, laptop));
                assertThat(body(client)).isEqualTo((laptop ? "laptop/" : "app/") + i);
            }
            assertThat(world.app.connections()).isEqualTo(1);
            assertThat(world.laptop.connections()).isEqualTo(1);
        }
    }

    @Test
    void requestsInOnePacketAreAnsweredInOrder() throws Exception {
        world.app.playing(named("app"));
        world.laptop.playing(named("laptop"));
        try (Peer client = world.client()) {
            client.send(get("/1", false) + get("/2", true) + "\r\n" + get("/3", false) + get("/4", true));
            assertThat(body(client)).isEqualTo("app/1");
            assertThat(body(client)).isEqualTo("laptop/2");
            assertThat(body(client)).isEqualTo("app/3");
            assertThat(body(client)).isEqualTo("laptop/4");
        }
    }

    @Test
    void aClientThatEndsAfterItsLastRequestGetsAllAnswers() throws Exception {
        world.app.playing(named("app"));
        world.laptop.playing(named("laptop"));
        try (Peer client = world.client()) {
            client.send(get("/1", false) + get("/2", true)).end();
            assertThat(body(client)).isEqualTo("app/1");
            assertThat(body(client)).isEqualTo("laptop/2");
            assertThat(client.readAll()).isEmpty();
        }
    }

    /** Who says that the connection ends with this exchange, and how. */
    static Stream<Arguments> lastExchanges() {
        String keeps = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast";
        Stream<Exchanged> exchanges = Stream.of(
                new Exchanged("the client", "GET / HTTP/1.1\r\nHost: h\r\n%sConnection: x, Close\r\n\r\n", keeps),
                new Exchanged("a client of HTTP/1.0", "GET / HTTP/1.0\r\n%s\r\n", keeps),
                new Exchanged(
                        "a client that contradicts itself",
                        "GET / HTTP/1.0\r\n%sConnection: keep-alive\r\nConnection: close\r\n\r\n",
                        keeps),
                new Exchanged(
                        "the server",
                        "GET / HTTP/1.1\r\nHost: h\r\n%s\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlast"),
                new Exchanged(
                        "a server of HTTP/1.0",
                        "GET / HTTP/1.1\r\nHost: h\r\n%s\r\n",
                        "HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nlast"));
        return exchanges.flatMap(
                exchange -> Stream.of(Arguments.of("app", exchange), Arguments.of("laptop", exchange)));
    }

    @ParameterizedTest(name = "{1}, answered by the {0}")
    @MethodSource("lastExchanges")
    void nothingFollowsTheLastRequestAndItsAnswerIsWhole(String who, Exchanged exchange) throws Exception {
        boolean laptop = who.equals("laptop");
        String request = exchange.request().formatted(laptop ? TO_LAPTOP : "");
        try (Peer client = world.client()) {
            client.send(request + get("/smuggled", laptop) + get("/to-the-other", !laptop));
            Peer server = (laptop ? world.laptop : world.app).next();
            assertThat(server.read(request.length())).isEqualTo(request);
            // It does not close by itself.
            server.send(exchange.answer());

            assertThat(client.readAll()).isEqualTo(exchange.answer());
            assertThat(server.readAll()).isEmpty();
            assertThat((laptop ? world.app : world.laptop).connections()).isZero();
        }
    }

    @Test
    void theLastAnswerReachesAClientThatHasEndedAndReadsLate() throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\nConnection: close\r\n\r\n" + "x".repeat(8_000_000);
        try (Peer client = world.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .end();
            Peer server = world.app.next();
            assertThat(server.readAll()).startsWith("GET / HTTP/1.1").endsWith("\r\n\r\n");
            Thread.ofVirtual().start(() -> {
                try (server) {
                    server.send(answer);
                } catch (IOException e) {
                    // the client misses it
                }
            });
            await().during(Duration.ofMillis(300)).until(() -> world.port.connections() == 1);

            assertThat(client.readAll().length()).isEqualTo(answer.length());
            await().until(() -> world.port.connections() == 0);
        }
    }

    @Test
    void theRestOfTheLastRequestIsSentThoughItsAnswerCameEarly() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nearly";
        try (Peer client = world.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 8\r\n\r\nhalf");
            Peer server = world.app.next();
            server.readUntil("half");
            server.send(answer);
            assertThat(client.read(answer.length())).isEqualTo(answer);

            client.send("rest");

            assertThat(server.readAll()).isEqualTo("rest");
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void aNewTableCountsFromTheNextRequestOn() throws Exception {
        world.routes();
        world.app.playing(named("app"));
        world.laptop.playing(named("laptop"));
        try (Peer client = world.client()) {
            client.send(get("/1", true));
            assertThat(body(client)).isEqualTo("app/1");
            world.routes(World.HTTP);
            client.send(get("/2", true));
            assertThat(body(client)).isEqualTo("laptop/2");
            world.routes(World.TCP);
            client.send(get("/3", false));
            assertThat(body(client)).isEqualTo("laptop/3");
            world.routes();
            client.send(get("/4", true));
            assertThat(body(client)).isEqualTo("app/4");
        }
    }

    @Test
    void theLostStreamOfRoutesSendsEverythingToTheApp() throws Exception {
        world.app.playing(named("app"));
        world.laptop.playing(named("laptop"));
        try (Peer client = world.client()) {
            client.send(get("/1", true));
            assertThat(body(client)).isEqualTo("laptop/1");
            world.routes.suspend();
            client.send(get("/2", true));
            assertThat(body(client)).isEqualTo("app/2");
        }
    }

    @Test
    void continueIsAnsweredBeforeTheBodyIsSent() throws Exception {
        try (Peer client = world.client()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: h\r\n" + TO_LAPTOP + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            Peer server = world.laptop.next();
            server.readUntil("\r\n\r\n");
            server.send("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("body");
            assertThat(server.read(4)).isEqualTo("body");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
            assertThat(body(client)).isEqualTo("x");
        }
    }

    @Test
    void anUpgradedConnectionIsJoined() throws Exception {
        try (Peer client = world.client()) {
            client.send("GET /ws HTTP/1.1\r\nHost: h\r\n" + TO_LAPTOP
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n\u0081\u0001a");
            Peer server = world.laptop.next();
            assertThat(server.readUntil("\r\n\r\n")).contains("Upgrade: websocket\r\n");
            server.send(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\u0081\u0001b");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            assertThat(client.read(3)).isEqualTo("\u0081\u0001b");
            assertThat(server.read(3)).isEqualTo("\u0081\u0001a");
            client.send(get("/", false)); // looks like a request, and is none
            assertThat(server.read(10)).isEqualTo("GET / HTTP");
            client.end();
            server.readAll();
            server.send("last").end();
            assertThat(client.readAll()).isEqualTo("last");
        }
    }

    @Test
    void anUpgradedConnectionEndsWithItsIntercept() throws Exception {
        try (Peer client = world.client()) {
            client.send("GET /ws HTTP/1.1\r\nHost: h\r\n" + TO_LAPTOP
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            Peer server = world.laptop.next();
            server.readUntil("\r\n\r\n");
            server.send("HTTP/1.1 101 Switching Protocols\r\n\r\n");
            client.readUntil("\r\n\r\n");
            world.routes();
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
            assertThatThrownBy(server::readAll).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void anOfferOfHttp2IsLeftUnanswered() throws Exception {
        try (Peer client = world.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
            assertThat(world.app.next().readUntil("\r\n\r\n")).isEqualTo("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        }
    }

    @Test
    void anAnswerWithoutLengthEndsWithItsConnection() throws Exception {
        try (Peer client = world.client()) {
            client.send(get("/", true));
            Peer server = world.laptop.next();
            server.readUntil("\r\n\r\n");
            server.send("HTTP/1.0 200 OK\r\n\r\nsome").send(" text").end();
            assertThat(client.readAll()).isEqualTo("HTTP/1.0 200 OK\r\n\r\nsome text");
        }
    }

    @Test
    void anAppThatClosesItsIdleConnectionClosesTheClients() throws Exception {
        try (Peer client = world.client()) {
            client.send(get("/", false));
            Peer server = world.app.next();
            server.readUntil("\r\n\r\n");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
            assertThat(body(client)).isEqualTo("x");
            server.close();
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void aLaptopThatClosesItsIdleConnectionIsDialledAgain() throws Exception {
        try (Peer client = world.client()) {
            for (int i = 0; i < 2; i++) {
                client.send(get("/", true));
                Peer server = world.laptop.next();
                server.readUntil("\r\n\r\n");
                server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                assertThat(body(client)).isEqualTo("x");
                server.close();
            }
        }
    }

    @Test
    void aRequestThatMetAClosingConnectionIsSentAgain() throws Exception {
        try (Peer client = world.client()) {
            client.send(get("/1", true));
            Peer first = world.laptop.next();
            first.readUntil("\r\n\r\n");
            first.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
            body(client);
            client.send(get("/2", true));
            first.readUntil("\r\n\r\n");
            first.close();
            Peer second = world.laptop.next();
            assertThat(second.readUntil("\r\n\r\n")).isEqualTo(get("/2", true));
            second.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ny");
            assertThat(body(client)).isEqualTo("y");
        }
    }

    // When somebody fails

    @Test
    void withoutATunnelTheAppAnswers() throws Exception {
        world.laptopFails.set(new NoTunnelException("none"));
        world.app.playing(named("app"));
        try (Peer client = world.client()) {
            client.send(get("/1", true) + get("/2", true));
            assertThat(body(client)).isEqualTo("app/1");
            assertThat(body(client)).isEqualTo("app/2");
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("refusals")
    void aRefusedStream(RefusalReason reason, Hop hop, int status) throws Exception {
        world.laptopFails.set(refused(reason, hop));
        world.app.playing(named("app"));
        try (Peer client = world.client()) {
            client.send("POST /1 HTTP/1.1\r\nHost: h\r\n" + TO_LAPTOP + "Content-Length: 0\r\n\r\n");
            String head = client.readUntil("\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            if (status != 200) {
                assertThat(head)
                        .contains("\r\nx-intercepts-hop: " + hop.token() + "\r\n")
                        .contains("\r\nConnection: close\r\n");
                assertThat(client.readAll()).contains("\"hop\":\"" + hop.token() + "\"");
            }
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(RefusalReason.CONNECT_FAILED, Hop.LAPTOP, 502),
                Arguments.of(RefusalReason.CONNECT_FAILED, Hop.CONNECTOR, 502),
                Arguments.of(RefusalReason.TIMEOUT, Hop.LAPTOP, 504),
                Arguments.of(RefusalReason.CONNECT_FAILED, Hop.MANAGER, 200),
                Arguments.of(RefusalReason.NO_TUNNEL, Hop.MANAGER, 200),
                Arguments.of(RefusalReason.NO_SUCH_TARGET, Hop.MANAGER, 200),
                Arguments.of(RefusalReason.NOT_ALLOWED, Hop.MANAGER, 200),
                Arguments.of(RefusalReason.DRAINING, Hop.MANAGER, 200));
    }

    static StreamRefusedException refused(RefusalReason reason, Hop hop) {
        return new StreamRefusedException(
                new StreamRequest("s.session:9000", Map.of()),
                new StreamRefusal(
                        reason.status(), Map.of(StreamHeaders.REASON, reason.token(), StreamHeaders.HOP, hop.token())));
    }

    @Test
    void anAppThatDoesNotListen() throws Exception {
        world.app.close();
        try (Peer client = world.client()) {
            client.send(get("/", false));
            assertThat(client.readAll()).startsWith("HTTP/1.1 502 ").contains("x-intercepts-hop: app\r\n");
        }
    }

    @Test
    void lostBeforeAnAnswerBegan() throws Exception {
        try (Peer client = world.client()) {
            client.send(get("/", true));
            Peer server = world.laptop.next();
            server.readUntil("\r\n\r\n");
            server.reset();
            assertThat(client.readAll()).startsWith("HTTP/1.1 502 ").contains("x-intercepts-hop: ");
        }
    }

    @Test
    void lostAfterTheAnswerBegan() throws Exception {
        try (Peer client = world.client()) {
            client.send(get("/", true));
            Peer server = world.laptop.next();
            server.readUntil("\r\n\r\n");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.readUntil("half")).startsWith("HTTP/1.1 200 ");
            server.close();
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aClientThatGoesBreaksItsRequestOff() throws Exception {
        Peer client = world.client();
        client.send(get("/", true));
        Peer server = world.laptop.next();
        server.readUntil("\r\n\r\n");
        client.reset();
        assertThatThrownBy(server::readAll).isInstanceOf(SocketException.class);
        await().until(() -> world.port.connections() == 0);
    }

    @Test
    void aLaptopThatDoesNotSpeakHttp() throws Exception {
        try (Peer client = world.client()) {
            client.send(get("/", true));
            world.laptop.next().send("220 mail ready\r\n\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 502 ").contains("x-intercepts-hop: laptop\r\n");
        }
    }

    // Never two readings

    static Stream<Arguments> malformed() {
        String start = "POST / HTTP/1.1\r\nHost: h\r\n";
        return Stream.of(
                Arguments.of(
                        "two framings",
                        start + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                Arguments.of("two lengths", start + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400),
                Arguments.of("a list of lengths", start + "Content-Length: 1, 1\r\n\r\nx", 400),
                Arguments.of("a signed length", start + "Content-Length: +1\r\n\r\nx", 400),
                Arguments.of("an empty length", start + "Content-Length:\r\n\r\nx", 400),
                Arguments.of("another coding", start + "Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
                Arguments.of("a hidden coding", start + "Transfer-Encoding: \u000bchunked\r\n\r\n", 400),
                Arguments.of(
                        "two codings", start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
                Arguments.of("chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
                Arguments.of("a bare line feed", start + "X-A: b\nX-C: d\r\n\r\n", 400),
                Arguments.of("a bare line feed at once", "GET / HTTP/1.1\nHost: h\n\n", 400),
                Arguments.of("a bare carriage return", start + "X-A: b\rX-C: d\r\n\r\n", 400),
                Arguments.of("a folded header", start + "X-A: b\r\n c\r\n\r\n", 400),
                Arguments.of("a space before the colon", start + "Content-Length : 1\r\n\r\nx", 400),
                Arguments.of("NUL", start + "X-A: \u0000\r\n\r\n", 400),
                Arguments.of("no Host", "GET / HTTP/1.1\r\nX-A: b\r\n\r\n", 400),
                Arguments.of("two Hosts", start + "Host: other\r\n\r\n", 400),
                Arguments.of("another host in the target", "GET http://other/ HTTP/1.1\r\nHost: h\r\n\r\n", 400),
                Arguments.of("a space in the target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400),
                Arguments.of("a chunk without size", start + "Transfer-Encoding: chunked\r\n\r\n\r\n", 400),
                Arguments.of("a chunk of another size", start + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
                Arguments.of("a huge chunk", start + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n", 400),
                Arguments.of("a chunk ended by a line feed", start + "Transfer-Encoding: chunked\r\n\r\n0\n\n", 400),
                Arguments.of("a long head", start + "X-A: " + "a".repeat(70_000) + "\r\n\r\n", 431));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatCouldBeReadInTwoWaysIsRefused(String name, String request, int status) throws Exception {
        try (Peer client = world.client()) {
            client.send(request);
            assertThat(client.readAll())
                    .as(name)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("x-intercepts-hop: agent\r\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whereNothingIsToldApartTheAppIsTheJudge(String name, String request, int status) throws Exception {
        world.routes();
        try (Peer client = world.client()) {
            client.send(request);
            Peer server = world.app.next();
            assertThat(server.read(request.length()))
                    .as("%s, else %s", name, status)
                    .isEqualTo(request);
            server.send("whatever it says").end();
            assertThat(client.readAll()).isEqualTo("whatever it says");
        }
    }

    @Test
    void aSlowHeadIsRefused() throws Exception {
        try (World slow = new World(new Limits(
                                8192,
                                8192,
                                java.time.Duration.ofMillis(200),
                                java.time.Duration.ofSeconds(60),
                                java.time.Duration.ofSeconds(5),
                                java.time.Duration.ofSeconds(1)))
                        .routes(World.HTTP);
                Peer client = slow.client()) {
            client.send("GET / HTTP/1.1\r\nHost: ");
            assertThat(client.readAll()).startsWith("HTTP/1.1 408 ");
        }
    }

    // Back-pressure

    @Test
    void aSlowReaderHoldsTheOtherSideBack() throws Exception {
        int megabytes = 64;
        try (Peer client = world.client()) {
            client.send(get("/", true));
            Peer server = world.laptop.next();
            server.readUntil("\r\n\r\n");
            java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    server.send("HTTP/1.1 200 OK\r\nContent-Length: " + megabytes * 1024L * 1024 + "\r\n\r\n");
                    byte[] block = new byte[1024 * 1024];
                    for (int i = 0; i < megabytes; i++) {
                        server.out().write(block);
                        written.addAndGet(block.length);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            client.readUntil("\r\n\r\n");
            await().during(java.time.Duration.ofMillis(300))
                    .atMost(java.time.Duration.ofSeconds(20))
                    .until(() -> written.get() < 32 * 1024 * 1024);
            client.in().skipNBytes(megabytes * 1024L * 1024);
            writer.join();
            client.send(get("/", true));
            assertThat(server.readUntil("\r\n\r\n")).isEqualTo(get("/", true));
        }
    }

    @Test
    void aServerThatDoesNotReadHoldsTheClientBack() throws Exception {
        int megabytes = 64;
        try (Peer client = world.client()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + megabytes * 1024L * 1024 + "\r\n\r\n");
            Peer server = world.app.next();
            java.util.concurrent.atomic.AtomicLong written = new java.util.concurrent.atomic.AtomicLong();
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    byte[] block = new byte[1024 * 1024];
                    for (int i = 0; i < megabytes; i++) {
                        client.out().write(block);
                        written.addAndGet(block.length);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            await().during(java.time.Duration.ofMillis(300))
                    .atMost(java.time.Duration.ofSeconds(20))
                    .until(() -> written.get() < 32 * 1024 * 1024);
            server.readUntil("\r\n\r\n");
            server.in().skipNBytes(megabytes * 1024L * 1024);
            writer.join();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
            assertThat(body(client)).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?:a|b)*c", ".*@corp"})
    void aHeaderThatIsTooMuchForAnExpressionGoesToTheApp(String regex) throws Exception {
        world.routes(World.http(regex));
        try (Peer client = world.client()) {
            String request = "GET / HTTP/1.1\r\nHost: hello\r\nX-To: " + "ab".repeat(30_000) + "\r\n\r\n";
            client.send(request);
            Peer server = world.app.next();
            assertThat(server.read(request.length())).isEqualTo(request);
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
            assertThat(body(client)).isEqualTo("x");
        }
    }

    /** Also for {@link NoLeaks}. */
    @Test
    void whatFailsWhileARequestIsDecidedEndsTheConnection() throws Exception {
        world.laptopThrows.set(new IllegalStateException("a fault of the agent's own"));
        try (Peer client = world.client()) {
            client.send(get("/", true));
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void drainingFinishesWhatIsUnderWay() throws Exception {
        try (Peer idle = world.client();
                Peer busy = world.client()) {
            busy.send(get("/", true));
            Peer server = world.laptop.next();
            server.readUntil("\r\n\r\n");
            await().until(() -> world.port.connections() == 2);
            world.port.drain();
            assertThat(idle.readAll()).isEmpty();
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
            assertThat(busy.readAll()).endsWith("\r\n\r\nx");
            busy.close();
            await().until(() -> world.port.connections() == 0);
        }
    }
}
