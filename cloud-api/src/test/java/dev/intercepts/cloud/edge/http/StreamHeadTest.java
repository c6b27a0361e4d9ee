package dev.intercepts.cloud.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without the validation that stands before it on a connection: it has to do alone. {@code OK} stands for a good request. */
class StreamHeadTest {

    private static final String OK = ":method=GET|:scheme=https|:path=/a?b|:authority=a.example";

    private static String http1(String row, boolean ended) throws MalformedMessageException {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (String field : row.replace("OK", OK)
                .replace("<CR>", "\r")
                .replace("<LF>", "\n")
                .replace("<NUL>", "\0")
                .replace("<SP>", " ")
                .replace("<TAB>", "\t")
                .split("\\|")) {
            int equals = field.indexOf('=');
            headers.add(
                    new AsciiString(field.substring(0, equals), StandardCharsets.ISO_8859_1),
                    new AsciiString(field.substring(equals + 1), StandardCharsets.ISO_8859_1));
        }
        ByteBuf out = Unpooled.buffer();
        StreamHead.write(headers, ended, out);
        return out.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "|");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "OK~true~GET /a?b HTTP/1.1|host: a.example||",
                "OK~false~GET /a?b HTTP/1.1|host: a.example|transfer-encoding: chunked||",
                "OK|content-length=5~false~GET /a?b HTTP/1.1|host: a.example|content-length: 5||",
                "OK|cookie=a=b|x=\u00e9|cookie=c=d|te=trailers~true~"
                        + "GET /a?b HTTP/1.1|host: a.example|cookie: a=b|x: \u00e9|cookie: c=d||",
                "OK|host=A.example~true~GET /a?b HTTP/1.1|host: a.example||",
                ":method=OPTIONS|:scheme=http|:path=*|host=a.example~true~OPTIONS * HTTP/1.1|host: a.example||",
                ":method=CONNECT|:authority=a.example:443~true~CONNECT a.example:443 HTTP/1.1|host: a.example:443||",
                ":method=GET|:scheme=http|:path=/~true~GET / HTTP/1.1||"
            })
    void writesWhatHttp1WouldHaveSent(String row, boolean ended, String lines) throws MalformedMessageException {
        assertThat(http1(row, ended)).isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":scheme=https|:path=/|:authority=a",
                ":method=GET|:path=/|:authority=a",
                ":method=GET|:scheme=https|:authority=a",
                ":method=|:scheme=https|:path=/",
                ":method=GET|:scheme=https|:path=",
                ":method=GET|:scheme=ftp|:path=/",
                ":method=GET|:scheme=https|:path=a",
                ":method=GET|:scheme=https|:path=https://b/",
                ":method=GET|:scheme=https|:path=/ HTTP/1.1<CR><LF>x: y",
                ":method=GET /x HTTP/1.1<CR><LF>x: y<CR><LF><CR><LF>GET|:scheme=https|:path=/",
                ":method=G T|:scheme=https|:path=/",
                ":method=GET|:scheme=https|:path=/#a",
                ":method=GET|:scheme=https|:path=/\u00e9",
                ":method=GET|:scheme=https|:path=/|:authority=",
                ":method=GET|:scheme=https|:path=/|:authority=a<CR><LF>x: y",
                ":method=CONNECT|:scheme=https|:path=/|:authority=a",
                ":method=CONNECT",
                ":method=CONNECT|:authority=a b",
                "OK|:path=/",
                "OK|:method=GET",
                "OK|:status=200",
                "OK|:protocol=websocket",
                "OK|host=b.example",
                "OK|host=a.example|host=a.example",
                "OK|connection=close",
                "OK|keep-alive=5",
                "OK|proxy-connection=close",
                "OK|transfer-encoding=chunked",
                "OK|upgrade=h2c",
                "OK|te=gzip",
                "OK|content-length=5|content-length=5",
                "OK|X=a",
                "OK|=a",
                "OK|x y=a",
                "OK|x:=a",
                "OK|x\u00e9=a",
                "OK|x<NUL>=a",
                "OK|x<CR><LF>y=a",
                "OK|x=a<CR>",
                "OK|x=a<LF>b",
                "OK|x=<NUL>",
                "OK|x=<SP>a",
                "OK|x=a<TAB>"
            })
    void refuses(String row) {
        assertThatThrownBy(() -> http1(row, true)).isInstanceOf(MalformedMessageException.class);
    }
}
