package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.testing.NoLeaks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class EdgeBannerTest {

    private static final String BROWSER =
            "Accept: text/html,*/*\r\nSec-Fetch-Dest: document\r\nAccept-Encoding: gzip, br, zstd\r\n";
    private static final String TAG = "<script src=\"/.intercepts/banner.js\" nonce=\"[\\w-]{22}\" async></script>";

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

    private static String page(String fields) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + fields;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 12\r\nETag: \"1\"\r\nAccept-Ranges: bytes\r\n\r\n<p>hi</html>",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n<p>hi\r\n7\r\n</html>\r\n0\r\n\r\n"
            })
    void addsTheTagToDocuments(String rest) throws IOException {
        fixture.application.answer(page(rest));
        RawClient.Answer answer = client.get("open", "/", BROWSER);
        assertThat(answer.text()).matches("<p>hi</html>" + TAG);
        assertThat(answer.field("content-length")).isEmpty();
        assertThat(answer.field("accept-ranges")).isEmpty();
        assertThat(answer.field("vary")).isEqualTo("Sec-Fetch-Dest");
        assertThat(answer.head()).doesNotContain("ETag: \"1\"");
        assertThat(fixture.application.lastHead())
                .contains("Accept-Encoding: gzip\r\n")
                .doesNotContain("br");
    }

    @Test
    void opensGzip() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("<p>hi".getBytes(StandardCharsets.UTF_8));
        }
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(
                    socket, page("Content-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n"));
            zipped.writeTo(socket.getOutputStream());
            return true;
        });
        RawClient.Answer answer = client.get("open", "/", BROWSER);
        try (GZIPInputStream opened = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(opened.readAllBytes(), StandardCharsets.UTF_8))
                    .matches("<p>hi" + TAG);
        }
        assertThat(client.get("open", "/", BROWSER).status()).isEqualTo(200);
    }

    @Test
    void letsItsScriptThroughThePagesPolicy() throws IOException {
        fixture.application.answer(
                page("Content-Security-Policy: default-src 'self'\r\nContent-Length: 5\r\n\r\n<p>hi"));
        RawClient.Answer answer = client.get("open", "/", BROWSER);
        String nonce = answer.text().replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
        assertThat(answer.field("content-security-policy"))
                .isEqualTo("default-src 'self'; script-src-elem 'self' 'nonce-" + nonce + "'");
    }

    @Test
    void keepsThePolicyOfAPageThatHasNotChanged() throws IOException {
        fixture.application.answer(
                "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Security-Policy: default-src 'self'\r\n\r\n");
        assertThat(client.get("open", "/", BROWSER).head()).contains("ETag").doesNotContain("Content-Security");
        assertThat(client.get("open", "/", "Accept: */*\r\n").head()).contains("Content-Security");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{\"a\"}",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: compress\r\nContent-Length: 5\r\n\r\nabcde",
                "HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\nContent-Length: 5\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Type: text/html\r\nETag: \"1\"\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n"
            })
    void leavesOtherAnswersAlone(String response) throws IOException {
        fixture.application.answer(response);
        RawClient.Answer answer = client.get("open", "/", BROWSER);
        assertThat(answer.text()).isEqualTo(response.substring(response.indexOf("\r\n\r\n") + 4));
        assertThat(client.get("open", "/", BROWSER).head()).startsWith(response.substring(0, 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: text/html\r\nSec-Fetch-Dest: iframe\r\n",
                "Accept: text/html\r\nSec-Fetch-Dest: empty\r\n",
                "Accept: text/html\r\nX-Requested-With: XMLHttpRequest\r\n",
                "Accept: text/html\r\nHX-Request: true\r\n",
                "Accept: */*\r\n",
                "Accept: text/html\r\nRange: bytes=0-\r\n"
            })
    void leavesRequestsOfProgramsAlone(String fields) throws IOException {
        fixture.application.answer(page("Content-Length: 5\r\n\r\n<p>hi"));
        RawClient.Answer answer = client.get("open", "/", fields);
        assertThat(answer.text()).isEqualTo("<p>hi");
        assertThat(answer.field("content-length")).isEqualTo("5");
    }

    @Test
    void answersHeadAsItWouldGet() throws IOException {
        fixture.application.answer(page("Content-Length: 5\r\n\r\n"));
        client.send("HEAD / HTTP/1.1\r\nHost: open.preview.localhost\r\n" + BROWSER + "\r\n");
        assertThat(client.answer(true).field("content-length")).isEmpty();
        assertThat(client.get("open", "/.intercepts/banner.js", "").text())
                .contains("owner = \"Ann\", organization = \"Acme\"");
    }

    @Test
    void breaksOffWhatClaimsGzipAndIsNot() throws IOException {
        fixture.application.answer(
                page("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n3\r\nabc\r\n0\r\n\r\n"));
        assertThatThrownBy(() -> client.get("open", "/", BROWSER)).isInstanceOf(IOException.class);
        try (RawClient next = fixture.client()) {
            assertThat(next.get("open", "/", "").status()).isEqualTo(200);
        }
    }

    @Test
    void streamsAPageThatComesInPieces() throws Exception {
        java.util.concurrent.Semaphore seen = new java.util.concurrent.Semaphore(0);
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, page("Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"));
            seen.acquire();
            RawApplication.send(socket, "6\r\nsecond\r\n0\r\n\r\n");
            return true;
        });
        client.send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n" + BROWSER + "\r\n");
        RawApplication.head(client.in);
        assertThat(new String(client.chunk())).isEqualTo("first");
        seen.release();
        assertThat(new String(client.chunk())).isEqualTo("second");
        assertThat(new String(client.chunk())).matches(TAG);
        assertThat(client.chunk()).isEmpty();
    }
}
