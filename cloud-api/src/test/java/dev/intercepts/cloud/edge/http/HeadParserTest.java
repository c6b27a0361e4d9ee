package dev.intercepts.cloud.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadParserTest {

    /** {@code |} stands for CRLF, {@code \0} and the like for themselves. */
    private static byte[] wire(String lines) {
        return (lines.replace("|", "\r\n") + "\r\n\r\n")
                .replace("<NUL>", "\0")
                .replace("<CR>", "\r")
                .replace("<LF>", "\n")
                .replace("<TAB>", "\t")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static RequestHead request(String lines) throws MalformedMessageException {
        return HeadParser.request(wire(lines), Limits.DEFAULT);
    }

    private static ResponseHead response(String lines) throws MalformedMessageException {
        return HeadParser.response(wire(lines), Limits.DEFAULT, false);
    }

    @Test
    void readsARequest() throws MalformedMessageException {
        RequestHead head = request(
                "POST /a?b=c HTTP/1.1|Host: X.Preview.localhost:8443|Content-Length: 12|Accept:  text/html <TAB>|a_b: \u00e9");

        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.path()).isEqualTo("/a?b=c");
        assertThat(head.authority()).isEqualTo("x.preview.localhost:8443");
        assertThat(head.host()).isEqualTo("x.preview.localhost");
        assertThat(head.framing()).isEqualTo(new Framing.Length(12));
        assertThat(head.persistent()).isTrue();
        assertThat(head.fields().first("accept")).isEqualTo("text/html");
        assertThat(head.fields().first("a_b")).isEqualTo("\u00e9");
        assertThat(head.fields().startsWith(3, "a-")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "GET / HTTP/1.1|Host: a~/",
                "GET http://a/ HTTP/1.1|Host: a~/",
                "GET HTTP://A:80/x?y HTTP/1.1|Host: a:80~/x?y",
                "GET http://a HTTP/1.1|Host: a~/",
                "GET http://a?q HTTP/1.1|Host: a~/?q",
                "OPTIONS * HTTP/1.1|Host: a~*",
                "GET //b/ HTTP/1.1|Host: a~//b/",
                "GET / HTTP/1.1|Host: [::1]:80~/",
                "GET /{}`^[] HTTP/1.1|Host: a~/{}`^[]"
            })
    void readsTheTarget(String lines, String path) throws MalformedMessageException {
        assertThat(request(lines).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // framing
                "400~POST / HTTP/1.1|Host: a|Content-Length: 3|Transfer-Encoding: chunked",
                "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|content-length: 3",
                "400~POST / HTTP/1.1|Host: a|Content-Length: 3|Content-Length: 3",
                "400~POST / HTTP/1.1|Host: a|Content-Length: 3|Content-Length: 4",
                "400~POST / HTTP/1.1|Host: a|Content-Length: 3, 3",
                "400~POST / HTTP/1.1|Host: a|Content-Length: +3",
                "400~POST / HTTP/1.1|Host: a|Content-Length: -3",
                "400~POST / HTTP/1.1|Host: a|Content-Length: 0x3",
                "400~POST / HTTP/1.1|Host: a|Content-Length: 3 3",
                "400~POST / HTTP/1.1|Host: a|Content-Length:",
                "400~POST / HTTP/1.1|Host: a|Content-Length: 99999999999999999999",
                "400~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked, chunked",
                "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked",
                "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: identity",
                "501~POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunked",
                "501~POST / HTTP/1.1|Host: a|Transfer-Encoding:",
                "400~POST / HTTP/1.0|Host: a|Transfer-Encoding: chunked",
                "400~POST / HTTP/1.1|Host: a|Transfer-Encoding : chunked",
                "400~POST / HTTP/1.1|Host: a|Transfer-Encoding<TAB>: chunked",
                "400~POST / HTTP/1.1|Host: a|Transfer-Encoding:<NUL>chunked",
                // lines
                "400~GET / HTTP/1.1|Host: a|X: b| folded: yes",
                "400~GET / HTTP/1.1|Host: a|X: b|<TAB>folded",
                "400~GET / HTTP/1.1| Host: a",
                "400~GET / HTTP/1.1|Host: a|X: b<CR>c",
                "400~GET / HTTP/1.1|Host: a|X: b<CR>Y: c",
                "400~GET / HTTP/1.1|Host: a|X: b<NUL>",
                "400~GET / HTTP/1.1|Host: a|X<NUL>: b",
                "400~GET / HTTP/1.1|Host: a|: b",
                "400~GET / HTTP/1.1|Host: a|no colon",
                "400~GET / HTTP/1.1|Host: a|X Y: b",
                "400~GET / HTTP/1.1|Host: a|X(): b",
                "400~GET / HTTP/1.1|Host: a|\u00e9: b",
                // request line
                "400~GET  / HTTP/1.1|Host: a",
                "400~GET /  HTTP/1.1|Host: a",
                "400~GET / HTTP/1.1 |Host: a",
                "400~ GET / HTTP/1.1|Host: a",
                "400~GET<TAB>/ HTTP/1.1|Host: a",
                "400~GET / b HTTP/1.1|Host: a",
                "400~GET /<NUL> HTTP/1.1|Host: a",
                "400~GET /\u00e9 HTTP/1.1|Host: a",
                "400~GET /#f HTTP/1.1|Host: a",
                "400~GET b HTTP/1.1|Host: a",
                "400~GET ftp://a/ HTTP/1.1|Host: a",
                "400~GET /|Host: a",
                "400~GET / http/1.1|Host: a",
                "400~GET / HTTP/1.1x|Host: a",
                "400~GET / HTTP/11|Host: a",
                "400~GET / HTTP/1.2|Host: a",
                "400~G@T / HTTP/1.1|Host: a",
                "505~GET / HTTP/2.0|Host: a",
                "505~PRI * HTTP/2.0|Host: a",
                "405~CONNECT a:443 HTTP/1.1|Host: a:443",
                "400~GET * HTTP/1.1|Host: a",
                // host
                "400~GET / HTTP/1.1",
                "400~GET / HTTP/1.1|Host:",
                "400~GET / HTTP/1.1|Host: a|Host: a",
                "400~GET / HTTP/1.1|Host: a|Host: b",
                "400~GET / HTTP/1.1|Host: a b",
                "400~GET / HTTP/1.1|Host: a,b",
                "400~GET / HTTP/1.1|Host: a/b",
                "400~GET / HTTP/1.1|Host: u@a",
                "400~GET / HTTP/1.1|Host: a:",
                "400~GET / HTTP/1.1|Host: a:0",
                "400~GET / HTTP/1.1|Host: a:65536",
                "400~GET / HTTP/1.1|Host: a:80:80",
                "400~GET / HTTP/1.1|Host: a:8x",
                "400~GET / HTTP/1.1|Host: a..b",
                "400~GET / HTTP/1.1|Host: .a",
                "400~GET / HTTP/1.1|Host: a%00",
                "400~GET / HTTP/1.1|Host: [::1",
                "400~GET / HTTP/1.1|Host: ]:80",
                "400~GET / HTTP/1.1|Host: \u00e9",
                "421~GET http://b/ HTTP/1.1|Host: a",
                "421~GET http://a:81/ HTTP/1.1|Host: a:80",
                "421~GET http://u@a/ HTTP/1.1|Host: a",
                "417~POST / HTTP/1.1|Host: a|Expect: 200-maybe"
            })
    void refusesWhatCouldBeReadInTwoWays(int status, String lines) {
        assertThatThrownBy(() -> request(lines))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.status()).as(lines).isEqualTo(status));
    }

    @Test
    void limitsTheNumberOfFields() throws MalformedMessageException {
        Limits two = new Limits(1024, 2);
        assertThat(HeadParser.request(wire("GET / HTTP/1.1|Host: a|X: b"), two)
                        .fields()
                        .count())
                .isEqualTo(2);
        assertThatThrownBy(() -> HeadParser.request(wire("GET / HTTP/1.1|Host: a|X: b|Y: c"), two))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.status()).isEqualTo(431));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "GET / HTTP/1.1|Host: a~true",
                "GET / HTTP/1.1|Host: a|Connection: Close~false",
                "GET / HTTP/1.1|Host: a|Connection: x, close~false",
                "GET / HTTP/1.0|Host: a|Connection: keep-alive~false"
            })
    void tellsWhetherTheConnectionGoesOn(String lines, boolean persistent) throws MalformedMessageException {
        assertThat(request(lines).persistent()).isEqualTo(persistent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "HTTP/1.1 200 OK|Content-Length: 5~Length[bytes=5]~true",
                "HTTP/1.1 200 OK|Content-Length: 0~None[]~true",
                "HTTP/1.1 200|Transfer-Encoding: Chunked~Chunked[]~true",
                "HTTP/1.1 200 OK~UntilClose[]~false",
                "HTTP/1.1 304 Not Modified|Content-Length: 5~None[]~true",
                "HTTP/1.1 204 No Content|Connection: close~None[]~false",
                "HTTP/1.1 101 Switching Protocols~None[]~true",
                "HTTP/1.0 200 OK|Content-Length: 5~Length[bytes=5]~false",
                "HTTP/1.0 200 OK|Content-Length: 5|Connection: keep-alive~Length[bytes=5]~true"
            })
    void readsResponses(String lines, String framing, boolean persistent) throws MalformedMessageException {
        assertThat(response(lines).framing()).hasToString(framing);
        assertThat(response(lines).persistent()).isEqualTo(persistent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 99 Low",
                "HTTP/1.1 600 High",
                "HTTP/1.1 2000 Long",
                "HTTP/1.1  200 OK",
                "HTTP/1.1 20x OK",
                "HTTP/1.1",
                "ICY 200 OK",
                "HTTP/1.1 200 O<NUL>K",
                "HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked",
                "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6",
                "HTTP/1.1 200 OK|X: a| folded"
            })
    void refusesResponses(String lines) {
        assertThatThrownBy(() -> response(lines)).isInstanceOf(MalformedMessageException.class);
    }
}
