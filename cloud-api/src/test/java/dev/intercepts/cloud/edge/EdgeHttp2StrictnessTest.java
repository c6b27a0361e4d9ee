package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.edge.RawHttp2.Answer;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 that is malformed: the stream or the connection ends, and nothing of it reaches the application. */
@ExtendWith(NoLeaks.class)
class EdgeHttp2StrictnessTest {

    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int STREAM_CLOSED = 5;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int COMPRESSION_ERROR = 9;

    private static EdgeFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        fixture = EdgeFixture.start();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void answerAtOnce() {
        fixture.application.heads.clear();
        fixture.application.answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    }

    private static String wire(String row) {
        return row.replace("<NUL>", "\0")
                .replace("<CR>", "\r")
                .replace("<LF>", "\n")
                .replace("<TAB>", "\t")
                .replace("<SP>", " ")
                .replaceAll("\\bH\\b", "open.preview.localhost");
    }

    /** Fields are apart by {@code |}; {@code OK} stands for the four that make a request for the preview. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '~', textBlock = """
            # Pseudo-header fields
            reset ~ no method                      ~ :scheme=http|:path=/|:authority=H
            reset ~ no scheme                      ~ :method=GET|:path=/|:authority=H
            reset ~ no path                        ~ :method=GET|:scheme=http|:authority=H
            reset ~ empty method                   ~ :method=|:scheme=http|:path=/|:authority=H
            reset ~ empty path                     ~ :method=GET|:scheme=http|:path=|:authority=H
            reset ~ empty authority                ~ :method=GET|:scheme=http|:path=/|:authority=
            reset ~ two methods                    ~ OK|:method=POST
            reset ~ two paths                      ~ OK|:path=/
            reset ~ two authorities                ~ OK|:authority=other.preview.localhost
            reset ~ unknown pseudo-header          ~ OK|:user=me
            reset ~ pseudo-header of an answer     ~ OK|:status=200
            reset ~ pseudo-header behind a field   ~ :method=GET|:scheme=http|x=a|:path=/|:authority=H
            reset ~ extended CONNECT               ~ :method=CONNECT|:scheme=http|:path=/|:authority=H|:protocol=websocket
            reset ~ CONNECT with a path            ~ :method=CONNECT|:scheme=http|:path=/|:authority=H
            405   ~ CONNECT                        ~ :method=CONNECT|:authority=H:443
            reset ~ another scheme                 ~ :method=GET|:scheme=ftp|:path=/|:authority=H
            # What would become another message in HTTP/1.1
            reset ~ method with a request          ~ :method=GET / HTTP/1.1<CR><LF>x: y<CR><LF><CR><LF>GET|:scheme=http|:path=/|:authority=H
            reset ~ method with a blank            ~ :method=GET /smuggled|:scheme=http|:path=/|:authority=H
            reset ~ path with a version            ~ :method=GET|:scheme=http|:path=/ HTTP/1.1<CR><LF>transfer-encoding: chunked<CR><LF>x: y|:authority=H
            reset ~ path with a blank              ~ :method=GET|:scheme=http|:path=/a b|:authority=H
            reset ~ path with a fragment           ~ :method=GET|:scheme=http|:path=/#a|:authority=H
            reset ~ path with NUL                  ~ :method=GET|:scheme=http|:path=/<NUL>|:authority=H
            reset ~ path of another host           ~ :method=GET|:scheme=http|:path=http://other.example/|:authority=H
            reset ~ path without a slash           ~ :method=GET|:scheme=http|:path=index.html|:authority=H
            reset ~ authority with a line end      ~ :method=GET|:scheme=http|:path=/|:authority=H<CR><LF>transfer-encoding: chunked
            reset ~ scheme with a line end         ~ :method=GET|:scheme=http<CR><LF>x: y|:path=/|:authority=H
            reset ~ value with a line end          ~ OK|x=a<CR><LF>transfer-encoding: chunked
            reset ~ value with a line feed         ~ OK|x=a<LF>transfer-encoding: chunked
            reset ~ value with a carriage return   ~ OK|x=a<CR>b
            reset ~ value with two line ends       ~ OK|x=a<CR><LF><CR><LF>GET /smuggled HTTP/1.1<CR><LF>host: H
            reset ~ value with NUL                 ~ OK|x=a<NUL>
            reset ~ value that begins with a blank ~ OK|x=<SP>a
            reset ~ value that ends with a tab     ~ OK|x=a<TAB>
            reset ~ name with a line end           ~ OK|x<CR><LF>transfer-encoding=chunked
            reset ~ name with a colon              ~ OK|transfer-encoding: chunked<CR><LF>x=a
            reset ~ name with a blank              ~ OK|transfer-encoding =chunked
            reset ~ name with NUL                  ~ OK|x<NUL>=a
            reset ~ name beyond ASCII              ~ OK|x\u00e4=a
            reset ~ name in upper case             ~ OK|X=a
            reset ~ empty name                     ~ OK|=a
            # Fields of HTTP/1 connections, lengths
            reset ~ Transfer-Encoding              ~ OK|transfer-encoding=chunked
            reset ~ Connection                     ~ OK|connection=close
            reset ~ Keep-Alive                     ~ OK|keep-alive=5
            reset ~ Proxy-Connection               ~ OK|proxy-connection=keep-alive
            reset ~ Upgrade                        ~ OK|upgrade=websocket
            reset ~ TE                             ~ OK|te=gzip
            reset ~ length without a body          ~ OK|content-length=5
            reset ~ two lengths                    ~ OK|content-length=0|content-length=5
            reset ~ length that is not one         ~ OK|content-length=zero
            reset ~ length with a sign             ~ OK|content-length=+0
            reset ~ length below zero              ~ OK|content-length=-1
            # Hosts
            reset ~ Host of another                ~ OK|host=other.preview.localhost
            reset ~ two Hosts                      ~ :method=GET|:scheme=http|:path=/|host=H|host=H
            400   ~ no host                        ~ :method=GET|:scheme=http|:path=/
            400   ~ authority with a user          ~ :method=GET|:scheme=http|:path=/|:authority=me@H
            400   ~ authority with a path          ~ :method=GET|:scheme=http|:path=/|:authority=H/x
            400   ~ authority with two ports       ~ :method=GET|:scheme=http|:path=/|:authority=H:80:81
            400   ~ authority with a blank         ~ :method=GET|:scheme=http|:path=/|:authority=H other
            400   ~ asterisk without OPTIONS       ~ :method=GET|:scheme=http|:path=*|:authority=H
            417   ~ expectation                    ~ OK|expect=a-miracle
            """)
    void refusesTheRequest(String expected, String name, String row) throws IOException {
        try (RawHttp2 client = fixture.http2()) {
            String fields = row.replace("OK", ":method=GET|:scheme=http|:path=/|:authority=H");
            Answer answer = client.answer(client.request(true, wire(fields).split("\\|", -1)));
            if (expected.equals("reset")) {
                assertThat(answer.heads()).isEmpty();
                assertThat(answer.reset()).isEqualTo(PROTOCOL_ERROR);
            } else {
                assertThat(answer.status()).isEqualTo(Integer.parseInt(expected));
            }
            // Other requests of the connection are not to suffer.
            assertThat(client.answer(client.get("nothing", "/")).status()).isEqualTo(404);
        }
        assertThat(fixture.application.heads).isEmpty();
    }

    /** Sends what is malformed; stream 1 is open for a body. */
    private interface Script {
        void send(RawHttp2 client) throws IOException;
    }

    private static Arguments row(String name, Script script, Integer... codes) {
        return Arguments.of(name, script, List.of(codes));
    }

    static Stream<Arguments> frames() {
        int ends = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
        byte[] get = RawHttp2.block(":method=GET", ":scheme=http", ":path=/", ":authority=open.preview.localhost");
        return Stream.of(
                row("data without a stream", c -> c.data(0, true, "a"), PROTOCOL_ERROR),
                row("data for a stream that is not open", c -> c.data(9, true, "a"), PROTOCOL_ERROR),
                row("data for an even stream", c -> c.data(2, true, "a"), PROTOCOL_ERROR),
                row("head without a stream", c -> c.frame(RawHttp2.HEADERS, ends, 0, get), PROTOCOL_ERROR),
                row("head for an even stream", c -> c.frame(RawHttp2.HEADERS, ends, 2, get), PROTOCOL_ERROR),
                row("settings on a stream", c -> c.frame(RawHttp2.SETTINGS, 0, 1), PROTOCOL_ERROR),
                row("settings cut short", c -> c.frame(RawHttp2.SETTINGS, 0, 0, 0, 1, 0), FRAME_SIZE_ERROR),
                row(
                        "acknowledgement with settings",
                        c -> c.frame(RawHttp2.SETTINGS, 1, 0, 0, 1, 0, 0, 0, 0),
                        FRAME_SIZE_ERROR),
                row(
                        "push allowed by a wrong value",
                        c -> c.frame(RawHttp2.SETTINGS, 0, 0, 0, 2, 0, 0, 0, 2),
                        PROTOCOL_ERROR),
                row(
                        "window beyond its size",
                        c -> c.frame(RawHttp2.SETTINGS, 0, 0, 0, 4, -1, -1, -1, -1),
                        FLOW_CONTROL_ERROR,
                        PROTOCOL_ERROR),
                row(
                        "frames beyond their size",
                        c -> c.frame(RawHttp2.SETTINGS, 0, 0, 0, 5, 0, 0, 0, 1),
                        PROTOCOL_ERROR),
                row("ping on a stream", c -> c.frame(RawHttp2.PING, 0, 1, new byte[8]), PROTOCOL_ERROR),
                row("ping cut short", c -> c.frame(RawHttp2.PING, 0, 0, new byte[7]), FRAME_SIZE_ERROR),
                row("window opened by nothing", c -> c.window(0, 0), PROTOCOL_ERROR),
                row("window opened too far", c -> c.window(0, Integer.MAX_VALUE), FLOW_CONTROL_ERROR),
                row("window cut short", c -> c.frame(RawHttp2.WINDOW_UPDATE, 0, 0, 0, 0, 1), FRAME_SIZE_ERROR),
                row(
                        "reset of a stream that is not open",
                        c -> c.frame(RawHttp2.RST_STREAM, 0, 9, 0, 0, 0, 8),
                        PROTOCOL_ERROR),
                row("reset cut short", c -> c.frame(RawHttp2.RST_STREAM, 0, 1, 0, 0, 8), FRAME_SIZE_ERROR),
                row("push from a client", c -> c.frame(RawHttp2.PUSH_PROMISE, 4, 1, 0, 0, 0, 2), PROTOCOL_ERROR),
                row("continuation of nothing", c -> c.frame(RawHttp2.CONTINUATION, 4, 1, get), PROTOCOL_ERROR),
                row(
                        "head that is not continued",
                        c -> c.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 3, get)
                                .data(1, true, "a"),
                        PROTOCOL_ERROR),
                row(
                        "head continued on another stream",
                        c -> c.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 3, get)
                                .frame(RawHttp2.CONTINUATION, 4, 5, get),
                        PROTOCOL_ERROR),
                row("frame too large", c -> c.frame(RawHttp2.DATA, 0, 1, RawHttp2.bytes(20_000)), FRAME_SIZE_ERROR),
                row(
                        "more padding than frame",
                        c -> c.frame(RawHttp2.DATA, RawHttp2.PADDED, 1, 200, 'a'),
                        PROTOCOL_ERROR),
                row("index of no field", c -> c.frame(RawHttp2.HEADERS, ends, 3, 0xff, 0xff, 0x7f), COMPRESSION_ERROR),
                row("field cut short", c -> c.frame(RawHttp2.HEADERS, ends, 3, 0, 9, 'a'), COMPRESSION_ERROR),
                row(
                        "table beyond its size",
                        c -> c.frame(RawHttp2.HEADERS, ends, 3, 0x3f, 0xff, 0xff, 0x7f),
                        COMPRESSION_ERROR),
                row(
                        "HTTP/1.1 behind the preface",
                        c -> c.bytes("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n".getBytes()),
                        FRAME_SIZE_ERROR,
                        PROTOCOL_ERROR),
                row(
                        "a second preface",
                        c -> c.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes()),
                        FRAME_SIZE_ERROR,
                        PROTOCOL_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void endsTheConnection(String name, Script script, List<Integer> codes) throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() < 0);
        try (RawHttp2 client = fixture.http2()) {
            client.post("open", "/");
            script.send(client);
            assertThat(client.goAway()).isIn(codes);
        }
        assertThat(fixture.application.heads).allMatch(head -> head.startsWith("POST / "));
    }

    static Stream<Arguments> bodies() {
        int trailers = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
        return Stream.of(
                row("more than its length", c -> c.data(1, true, "hello!"), PROTOCOL_ERROR),
                row(
                        "more than its length in a second frame",
                        c -> c.data(1, false, "hello").data(1, true, "!"),
                        PROTOCOL_ERROR),
                row("less than its length", c -> c.data(1, true, "hell"), PROTOCOL_ERROR),
                row(
                        "less than its length, with trailers",
                        c -> c.data(1, false, "hell").frame(RawHttp2.HEADERS, trailers, 1, RawHttp2.block("x=a")),
                        PROTOCOL_ERROR),
                row(
                        "trailers that do not end it",
                        c -> c.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.block("x=a")),
                        PROTOCOL_ERROR),
                row(
                        "trailers with a path",
                        c -> c.data(1, false, "hello").frame(RawHttp2.HEADERS, trailers, 1, RawHttp2.block(":path=/x")),
                        PROTOCOL_ERROR),
                row(
                        "trailers of a connection",
                        c -> c.data(1, false, "hello")
                                .frame(RawHttp2.HEADERS, trailers, 1, RawHttp2.block("transfer-encoding=chunked")),
                        PROTOCOL_ERROR),
                row("data behind its end", c -> c.data(1, true, "hello").data(1, true, "!"), STREAM_CLOSED),
                row("priority cut short", c -> c.frame(RawHttp2.PRIORITY, 0, 1, 0, 0), FRAME_SIZE_ERROR),
                row("window of the stream opened by nothing", c -> c.window(1, 0), PROTOCOL_ERROR),
                row("window of the stream opened too far", c -> c.window(1, Integer.MAX_VALUE), FLOW_CONTROL_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void endsTheStream(String name, Script script, List<Integer> codes) throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() < 0);
        try (RawHttp2 client = fixture.http2()) {
            assertThat(client.post("open", "/", "content-length=5")).isEqualTo(1);
            script.send(client);
            assertThat(client.answer(1).reset()).isIn(codes);
            assertThat(client.answer(client.get("nothing", "/")).status()).isEqualTo(404);
        }
        assertThat(fixture.application.heads).allMatch(head -> head.startsWith("POST / "));
    }

    @Test
    void opensNoStreamBelowOneThatWasOpened() throws IOException {
        byte[] get = RawHttp2.block(":method=GET", ":scheme=http", ":path=/", ":authority=open.preview.localhost");
        int ends = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
        try (RawHttp2 client = fixture.http2()) {
            client.frame(RawHttp2.HEADERS, ends, 9, get).frame(RawHttp2.HEADERS, ends, 5, get);
            assertThat(client.answer(5).reset()).isEqualTo(STREAM_CLOSED);
            assertThat(client.answer(9).text()).isEqualTo("hello");
        }
        assertThat(fixture.application.heads).hasSize(1);
    }
}
