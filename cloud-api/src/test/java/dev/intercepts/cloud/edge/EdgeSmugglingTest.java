package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that two programs could read in two ways, on a raw socket: each is refused and the connection ends, so that the request
 * which was smuggled behind it reaches nobody. {@code |} stands for CRLF, {@code H} for the preview's host.
 */
@ExtendWith(NoLeaks.class)
class EdgeSmugglingTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n";

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
    void readUntilTheEnd() {
        fixture.application.heads.clear();
        fixture.application.answer((head, in, socket) -> in.readAllBytes().length < 0);
    }

    private static String wire(String row) {
        return row.replace("|", "\r\n")
                .replace("<NUL>", "\0")
                .replace("<CR>", "\r")
                .replace("<LF>", "\n")
                .replace("<TAB>", "\t")
                .replace("<VT>", "\u000b")
                .replace("<NEL>", "\u0085")
                .replace("<SP>", " ")
                .replace("<TLS>", "\u0016\u0003\u0001\u0002")
                .replaceAll("\\bH\\b", "open.preview.localhost");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '~', textBlock = """
            # Two ends of one body
            400 ~ both length and chunked                ~ POST / HTTP/1.1|Host: H|Content-Length: 3|Transfer-Encoding: chunked||0||
            400 ~ both chunked and length                ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|Content-Length: 3||0||
            400 ~ both in a GET                          ~ GET / HTTP/1.1|Host: H|Content-Length: 5|Transfer-Encoding: chunked||0||
            400 ~ length of nothing and chunked          ~ POST / HTTP/1.1|Host: H|Content-Length: 0|Transfer-Encoding: chunked||0||
            # Lengths
            400 ~ length twice                           ~ POST / HTTP/1.1|Host: H|Content-Length: 3|Content-Length: 3||abc
            400 ~ two lengths                            ~ POST / HTTP/1.1|Host: H|Content-Length: 3|Content-Length: 30||abc
            400 ~ two lengths in one field               ~ POST / HTTP/1.1|Host: H|Content-Length: 3, 3||abc
            400 ~ two lengths in different case          ~ POST / HTTP/1.1|Host: H|Content-Length: 3|CONTENT-LENGTH: 0||abc
            400 ~ length with a plus                     ~ POST / HTTP/1.1|Host: H|Content-Length: +3||abc
            400 ~ length below zero                      ~ POST / HTTP/1.1|Host: H|Content-Length: -3||abc
            400 ~ length in hexadecimal                  ~ POST / HTTP/1.1|Host: H|Content-Length: 0x3||abc
            400 ~ length with a blank within             ~ POST / HTTP/1.1|Host: H|Content-Length: 3 0||abc
            400 ~ length with a point                    ~ POST / HTTP/1.1|Host: H|Content-Length: 3.0||abc
            400 ~ length in quotes                       ~ POST / HTTP/1.1|Host: H|Content-Length: "3"||abc
            400 ~ length beyond a long                   ~ POST / HTTP/1.1|Host: H|Content-Length: 18446744073709551619||abc
            400 ~ length without a number                ~ POST / HTTP/1.1|Host: H|Content-Length:||abc
            400 ~ length in other digits                 ~ POST / HTTP/1.1|Host: H|Content-Length: \u00b3||abc
            400 ~ length and NUL                         ~ POST / HTTP/1.1|Host: H|Content-Length: 3<NUL>||abc
            400 ~ length and vertical tab                ~ POST / HTTP/1.1|Host: H|Content-Length: <VT>3||abc
            # Codings
            501 ~ coding that is not one                 ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: xchunked||0||
            501 ~ chunked, then identity                 ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked, identity||0||
            501 ~ identity alone                         ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: identity||
            501 ~ gzip before chunked                    ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: gzip, chunked||0||
            501 ~ chunked in one field twice             ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked, chunked||0||
            501 ~ chunked and a comma                    ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked,||0||
            501 ~ chunked with a parameter               ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked;q=1||0||
            501 ~ chunked in quotes                      ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: "chunked"||0||
            501 ~ coding without a name                  ~ POST / HTTP/1.1|Host: H|Transfer-Encoding:||0||
            400 ~ chunked in two fields                  ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||
            400 ~ chunked and a second coding            ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|Transfer-Encoding: x||0||
            400 ~ coding and a second in other case      ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|transfer-encoding: identity||0||
            400 ~ vertical tab before chunked            ~ POST / HTTP/1.1|Host: H|Transfer-Encoding:<VT>chunked||0||
            501 ~ C1 control before chunked              ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: <NEL>chunked||0||
            400 ~ NUL in chunked                         ~ POST / HTTP/1.1|Host: H|Transfer-Encoding: chun<NUL>ked||0||
            400 ~ chunked in HTTP/1.0                    ~ POST / HTTP/1.0|Host: H|Transfer-Encoding: chunked||0||
            # Names and lines
            400 ~ blank before the colon of a length     ~ POST / HTTP/1.1|Host: H|Content-Length : 3||abc
            400 ~ tab before the colon of a coding       ~ POST / HTTP/1.1|Host: H|Transfer-Encoding<TAB>: chunked||0||
            400 ~ line end before the colon              ~ POST / HTTP/1.1|Host: H|Transfer-Encoding|: chunked||0||
            400 ~ folded with a blank                    ~ GET / HTTP/1.1|Host: H|X: a| Transfer-Encoding: chunked||
            400 ~ folded with a tab                      ~ GET / HTTP/1.1|Host: H|X: a|<TAB>folded||
            400 ~ folded first line                      ~ GET / HTTP/1.1| Host: H||
            400 ~ folded Host                            ~ GET / HTTP/1.1|Host:| H||
            400 ~ carriage return within a value         ~ GET / HTTP/1.1|Host: H|X: a<CR>Y: b||
            400 ~ carriage return before the line end    ~ GET / HTTP/1.1|Host: H|X: a<CR>||
            400 ~ line feed within a value               ~ GET / HTTP/1.1|Host: H|X: a<LF>Y: b||
            400 ~ line feeds only                        ~ GET / HTTP/1.1<LF>Host: H<LF><LF>
            400 ~ line feed at the end                   ~ GET / HTTP/1.1|Host: H|<LF>
            400 ~ line feed behind the request line      ~ GET / HTTP/1.1<LF>Host: H||
            400 ~ NUL in a name                          ~ GET / HTTP/1.1|Host: H|X<NUL>: a||
            400 ~ NUL in a value                         ~ GET / HTTP/1.1|Host: H|X: a<NUL>b||
            400 ~ name with a blank                      ~ GET / HTTP/1.1|Host: H|X Y: a||
            400 ~ no name                                ~ GET / HTTP/1.1|Host: H|: a||
            400 ~ no colon                               ~ GET / HTTP/1.1|Host: H|Connection||
            400 ~ name beyond ASCII                      ~ GET / HTTP/1.1|Host: H|Tr\u00e4nsfer-Encoding: chunked||
            # Hosts
            400 ~ no Host                                ~ GET / HTTP/1.1|X: a||
            400 ~ no Host in HTTP/1.0                    ~ GET / HTTP/1.0|X: a||
            400 ~ empty Host                             ~ GET / HTTP/1.1|Host:||
            400 ~ Host twice                             ~ GET / HTTP/1.1|Host: H|Host: H||
            400 ~ two Hosts                              ~ GET / HTTP/1.1|Host: H|Host: other||
            400 ~ two Hosts in one field                 ~ GET / HTTP/1.1|Host: H, other||
            400 ~ Host with a path                       ~ GET / HTTP/1.1|Host: H/x||
            400 ~ Host with a user                       ~ GET / HTTP/1.1|Host: a@H||
            400 ~ Host with a port beyond                ~ GET / HTTP/1.1|Host: H:99999||
            400 ~ Host with a port of letters            ~ GET / HTTP/1.1|Host: H:http||
            400 ~ Host with two ports                    ~ GET / HTTP/1.1|Host: H:80:81||
            400 ~ Host with empty labels                 ~ GET / HTTP/1.1|Host: open..preview.localhost||
            400 ~ Host with a percent sign               ~ GET / HTTP/1.1|Host: H%00||
            400 ~ Host with an underscore                ~ GET / HTTP/1.1|Host: a_b.preview.localhost||
            400 ~ Host in quotes                         ~ GET / HTTP/1.1|Host: "H"||
            # Targets
            421 ~ target of another host                 ~ GET http://other.example/ HTTP/1.1|Host: H||
            421 ~ target with a user                     ~ GET http://a@H/ HTTP/1.1|Host: H||
            421 ~ target of another port                 ~ GET http://H:81/ HTTP/1.1|Host: H||
            400 ~ target of another scheme               ~ GET ftp://H/ HTTP/1.1|Host: H||
            400 ~ target that is an authority            ~ GET H:80 HTTP/1.1|Host: H||
            400 ~ target that is a name                  ~ GET index.html HTTP/1.1|Host: H||
            400 ~ asterisk without OPTIONS               ~ GET * HTTP/1.1|Host: H||
            400 ~ target with a fragment                 ~ GET /#x HTTP/1.1|Host: H||
            400 ~ target with a control                  ~ GET /\u0001 HTTP/1.1|Host: H||
            400 ~ target with NUL                        ~ GET /<NUL> HTTP/1.1|Host: H||
            400 ~ target with a blank                    ~ GET /a b HTTP/1.1|Host: H||
            400 ~ target beyond ASCII                    ~ GET /\u00e9 HTTP/1.1|Host: H||
            405 ~ CONNECT                                ~ CONNECT H:443 HTTP/1.1|Host: H:443||
            # Request lines
            400 ~ two blanks behind the method           ~ GET  / HTTP/1.1|Host: H||
            400 ~ two blanks before the version          ~ GET /  HTTP/1.1|Host: H||
            400 ~ tab behind the method                  ~ GET<TAB>/ HTTP/1.1|Host: H||
            400 ~ blank behind the version               ~ GET / HTTP/1.1<SP>|Host: H||
            400 ~ blank before the method                ~ <SP>GET / HTTP/1.1|Host: H||
            400 ~ method with a separator                ~ G@T / HTTP/1.1|Host: H||
            400 ~ method with NUL                        ~ GE<NUL>T / HTTP/1.1|Host: H||
            400 ~ method too long                        ~ AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1|Host: H||
            400 ~ HTTP/0.9                               ~ GET /|
            400 ~ HTTP/0.9 and an empty line             ~ GET /||
            505 ~ HTTP/0.9 with a version                ~ GET / HTTP/0.9|Host: H||
            400 ~ HTTP/1.2                               ~ GET / HTTP/1.2|Host: H||
            505 ~ HTTP/2 without a preface               ~ GET / HTTP/2.0|Host: H||
            505 ~ half of the preface of HTTP/2          ~ PRI * HTTP/2.0|Host: H||
            400 ~ version in lower case                  ~ GET / http/1.1|Host: H||
            400 ~ version of two digits                  ~ GET / HTTP/1.10|Host: H||
            400 ~ version without a point                ~ GET / HTTP/11|Host: H||
            400 ~ another protocol                       ~ GET / RTSP/1.0|Host: H||
            400 ~ two empty lines before                 ~ ||||GET / HTTP/1.1|Host: H||
            400 ~ a line feed before                     ~ <LF>GET / HTTP/1.1|Host: H||
            400 ~ TLS                                    ~ <TLS><LF>
            417 ~ expectation                            ~ POST / HTTP/1.1|Host: H|Expect: a-miracle|Content-Length: 1||a
            """)
    void refusesTheHead(int status, String name, String row) throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(wire(row) + SMUGGLED);
            refused(client, status);
        }
        assertThat(fixture.application.heads).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            size that is not one                ~ zz|hello|0||
            no size                             ~ |hello|0||
            size with a sign                    ~ +5|hello|0||
            size below zero                     ~ -5|hello|0||
            size with a prefix                  ~ 0x5|hello|0||
            size with a blank before            ~ <SP>5|hello|0||
            size with a blank behind            ~ 5<SP>|hello|0||
            size with an underscore             ~ 1_0|hello|0||
            size beyond a long                  ~ 10000000000000005|hello|0||
            size of zeros without end           ~ 00000000000000000005|hello|0||
            line feed behind the size           ~ 5<LF>hello|0||
            carriage return behind the size     ~ 5<CR>hello|0||
            line feed in an extension           ~ 5;a<LF>hello|0||
            carriage return in an extension     ~ 5;a<CR>b|hello|0||
            NUL in an extension                 ~ 5;a<NUL>|hello|0||
            more content than the size          ~ 5|hello!|0||
            less content than the size          ~ 5|hell|0||
            line feed behind the content        ~ 5|hello<LF>0||
            nothing behind the content          ~ 5|hello0||
            line feed behind the last size      ~ 0<LF><LF>
            line feed for the empty line        ~ 0|<LF>
            carriage returns for the end        ~ 0|<CR><CR>
            request for a trailer               ~ 0|GET /smuggled HTTP/1.1|Host: H||
            trailer without a colon             ~ 0|X||
            trailer without a name              ~ 0|: x||
            trailer with a blank in its name    ~ 0|X : x||
            folded trailer                      ~ 0|X: a| b||
            folded first trailer                ~ 0| X: a||
            line feed in a trailer              ~ 0|X: a<LF>Y: b||
            carriage return in a trailer        ~ 0|X: a<CR>Y: b||
            NUL in a trailer                    ~ 0|X: <NUL>||
            """)
    void refusesTheBody(String name, String row) throws IOException {
        int connections = fixture.application.connections.size();
        try (RawClient client = fixture.client()) {
            client.send("POST / HTTP/1.1\r\nHost: open.preview.localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + wire(row) + SMUGGLED);
            refused(client, 400);
        }
        assertThat(fixture.application.heads).allMatch(head -> head.startsWith("POST / "));
        // What was begun with the application is broken off, so that it can't wait for the rest or take the next
        // request for it.
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        fixture
                                .application
                                .connections
                                .subList(connections, fixture.application.connections.size())
                                .stream()
                                .allMatch(java.net.Socket::isClosed));
    }

    /** One answer, said to be the last, and then the end. */
    private static void refused(RawClient client, int status) throws IOException {
        RawClient.Answer answer = client.answer(false);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(answer.field("x-intercepts-hop")).isEqualTo("edge");
        assertThat(new String(client.in.readAllBytes(), StandardCharsets.ISO_8859_1))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            fields of the framing named as hop-by-hop ~ Connection: content-length, transfer-encoding, host|Content-Length: 5||hello
            our own header named as hop-by-hop        ~ Connection: x-telepresence-intercept-id, forwarded|Content-Length: 5||hello
            framing with an underscore                ~ Transfer_Encoding: chunked|Content-Length: 5||hello
            offer of HTTP/2 without TLS               ~ Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABk|Content-Length: 5||hello
            chunks with extensions and a trailer      ~ Transfer-Encoding: chunked||5;a=b|hello|0|Content-Length: 99|Transfer-Encoding: x||
            """)
    void passesOnWhatItMadeItselfOnly(String name, String row) throws IOException {
        fixture.application.answer((head, in, socket) -> {
            String body = head.contains("Transfer-Encoding: chunked") ? "5\r\nhello\r\n0\r\n\r\n" : "hello";
            assertThat(new String(in.readNBytes(body.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(body);
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            return true;
        });
        try (RawClient client = fixture.client()) {
            client.send("POST / HTTP/1.1\r\nHost: open.preview.localhost\r\n" + wire(row));
            assertThat(client.answer(false).text()).isEqualTo("ok");
            assertThat(fixture.application.lastHead())
                    .containsOnlyOnce("Host: shop.example\r\n")
                    .containsOnlyOnce("x-telepresence-intercept-id: uuid:hello\r\n")
                    .containsPattern("(Content-Length: 5|Transfer-Encoding: chunked)\r\n")
                    .doesNotContain("Connection:", "h2c", ": 99");
        }
    }
}
