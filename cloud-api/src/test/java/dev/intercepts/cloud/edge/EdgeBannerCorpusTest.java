package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import dev.intercepts.cloud.edge.BannerCorpus.Page;
import dev.intercepts.testing.NoLeaks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of the corpus, in every framing: byte for byte what the application sent, and the banner's tag where it belongs. */
@ExtendWith(NoLeaks.class)
class EdgeBannerCorpusTest {

    private static final String TAG = "<script src=\"/.intercepts/banner.js\" nonce=\"[\\w-]{22}\" async></script>";
    private static final int TAG_LENGTH =
            TAG.replace("[\\w-]{22}", "x".repeat(22)).length();

    private static EdgeFixture fixture;

    private enum Delivery {
        LENGTH,
        CHUNKED,
        CHUNKED_IN_SMALL_PIECES,
        UNTIL_CLOSE
    }

    @BeforeAll
    static void start() throws IOException {
        fixture = EdgeFixture.start();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    static List<Page> pages() {
        return BannerCorpus.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void addsTheTagAndNothingElse(Page page) throws IOException {
        for (Delivery delivery : Delivery.values()) {
            // A long page in pieces of three bytes tells nothing that a short one does not.
            if (delivery != Delivery.CHUNKED_IN_SMALL_PIECES || page.body().length < 1_000) {
                fixture.application.answer((head, in, socket) -> {
                    send(page, delivery, socket);
                    return delivery != Delivery.UNTIL_CLOSE;
                });
                overHttp1(page);
                overHttp2(page);
            }
        }
    }

    /** The head that GET would get, as far as it is known before the content is; then nothing, so that the connection goes on. */
    @ParameterizedTest
    @MethodSource("pages")
    void answersHeadWithTheHeadAlone(Page page) throws IOException {
        String length = Integer.toString(page.body().length);
        fixture.application.answer(
                "HTTP/1.1 " + page.status() + "\r\n" + page.fields() + "Content-Length: " + length + "\r\n\r\n");
        try (RawClient client = fixture.client()) {
            client.send("HEAD / HTTP/1.1\r\nHost: open.preview.localhost\r\n" + page.request() + "\r\n");
            RawClient.Answer answer = client.answer(true);
            assertThat(answer.head()).startsWith("HTTP/1.1 " + page.status());
            assertThat(answer.field("content-length")).isIn("", page.banner() ? "" : length);
            assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
        }
    }

    /** What the browser has is the page with its banner; nothing is put behind a head that says it has not changed. */
    @ParameterizedTest
    @MethodSource("pages")
    void addsNothingToWhatHasNotChanged(Page page) throws IOException {
        fixture.application.answer("HTTP/1.1 304 Not Modified\r\n" + page.fields() + "\r\n");
        try (RawClient client = fixture.client()) {
            RawClient.Answer answer = client.get("open", "/", page.request() + "If-None-Match: \"1\"\r\n");
            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
        }
    }

    private static void overHttp1(Page page) throws IOException {
        try (RawClient client = fixture.client()) {
            RawClient.Answer answer = client.get("open", "/", page.request());
            assertThat(answer.head()).startsWith("HTTP/1.1 " + page.status());
            if (page.banner()) {
                withTag(page, answer);
            } else if (opened(page, page.body()).length != page.body().length) {
                assertThat(opened(page, answer.body())).isEqualTo(page.content());
            } else {
                assertThat(answer.body()).isEqualTo(page.body());
            }
            // The connection goes on: not a byte too many.
            assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
        }
    }

    private static void overHttp2(Page page) throws IOException {
        String[] fields = page.request()
                .lines()
                .map(line -> line.split(": ", 2))
                .map(field -> field[0].toLowerCase(Locale.ROOT) + "=" + field[1])
                .toArray(String[]::new);
        try (RawHttp2 client = fixture.http2()) {
            RawHttp2.Answer answer = client.answer(client.get("open", "/", fields));
            byte[] opened = opened(page, answer.body());
            byte[] sent = opened(page, page.body());
            assertThat(Arrays.copyOf(opened, sent.length)).isEqualTo(sent);
            assertThat(new String(opened, sent.length, opened.length - sent.length, page.charset()))
                    .matches(page.banner() ? TAG : "");
        }
    }

    private static void withTag(Page page, RawClient.Answer answer) throws IOException {
        byte[] opened = opened(page, answer.body());
        int length = page.content().length;
        assertThat(Arrays.copyOf(opened, length)).isEqualTo(page.content());
        assertThat(new String(opened, length, opened.length - length, page.charset()))
                .hasSize(TAG_LENGTH)
                .matches(TAG);
        for (String gone : List.of("content-length", "content-md5", "digest", "content-digest", "accept-ranges")) {
            assertThat(answer.field(gone)).as(gone).isEmpty();
        }
        if (page.fields().contains("ETag")) {
            assertThat(answer.field("etag")).startsWith("W/");
        }
        if (page.fields().contains("Content-Security-Policy")) {
            String nonce = new String(opened, page.charset()).replaceAll("(?s).*nonce=\"([^\"]*)\".*", "$1");
            assertThat(answer.head().lines().filter(line -> line.startsWith("content-security-policy")))
                    .hasSize(page.fields().split("Content-Security-Policy", -1).length - 1)
                    .allMatch(line -> line.contains("'nonce-" + nonce + "'"));
        }
    }

    private static byte[] opened(Page page, byte[] body) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        String coding = page.fields().replaceAll("(?s).*Content-Encoding: ([^\r]*).*", "$1");
        return switch (coding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in).readAllBytes();
            case "br" -> new BrotliInputStream(in).readAllBytes();
            case "zstd" -> new ZstdInputStream(in).readAllBytes();
            default -> body;
        };
    }

    private static void send(Page page, Delivery delivery, Socket socket) throws IOException {
        String head = "HTTP/1.1 " + page.status() + "\r\n" + page.fields();
        byte[] body = page.body();
        switch (delivery) {
            case LENGTH -> {
                RawApplication.send(socket, head + "Content-Length: " + body.length + "\r\n\r\n");
                socket.getOutputStream().write(body);
            }
            case UNTIL_CLOSE -> {
                RawApplication.send(socket, head + "Connection: close\r\n\r\n");
                socket.getOutputStream().write(body);
            }
            case CHUNKED -> chunks(socket, head, body, Math.max(1, body.length));
            case CHUNKED_IN_SMALL_PIECES -> chunks(socket, head, body, 3);
        }
        socket.getOutputStream().flush();
    }

    private static void chunks(Socket socket, String head, byte[] body, int size) throws IOException {
        RawApplication.send(socket, head + "Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length; at += size) {
            int length = Math.min(size, body.length - at);
            RawApplication.send(socket, Integer.toHexString(length) + "\r\n");
            socket.getOutputStream().write(body, at, length);
            RawApplication.send(socket, "\r\n");
        }
        RawApplication.send(socket, "0\r\n\r\n");
    }

    @Test
    void holdsEnoughOfEachKind() {
        List<Page> all = BannerCorpus.all();
        assertThat(all.stream().filter(Page::banner)).hasSizeGreaterThanOrEqualTo(40);
        assertThat(all.stream().filter(page -> !page.banner())).hasSizeGreaterThanOrEqualTo(40);
        assertThat(all.stream().map(Page::name)).doesNotHaveDuplicates();
        assertThat(all.stream().filter(page -> !page.charset().equals(StandardCharsets.UTF_8)))
                .hasSizeGreaterThanOrEqualTo(10);
    }
}
