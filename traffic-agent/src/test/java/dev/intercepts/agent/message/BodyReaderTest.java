package dev.intercepts.agent.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private static final String NEXT = "GET / HTTP/1.1\r\n";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Feeds the text in pieces of that size; how much of it was the body. */
    private static int taken(Framing framing, String text, int piece) {
        BodyReader reader = new BodyReader(framing);
        int taken = 0;
        for (int at = 0; at < text.length() && !reader.done(); at += piece) {
            taken += reader.take(bytes("-head-" + text.substring(at, Math.min(text.length(), at + piece))), 6);
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
                "5;name=\"value\"\r\nhello\r\nA;x\r\n0123456789\r\n000\r\n\r\n",
                "a\r\n\r\n0\r\n\r\nabc\r\n0\r\nX-Trailer: 1\r\nX-Other:\r\n\r\n"
            })
    void chunksEndWhereTheyEnd(String body) {
        for (int piece = 1; piece <= body.length() + NEXT.length(); piece++) {
            assertThat(taken(Framing.CHUNKED, body + NEXT, piece))
                    .as("pieces of %s", piece)
                    .isEqualTo(body.length());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "g\r\n",
                "5 ;x\r\nhello\r\n",
                "-1\r\n",
                "0x5\r\nhello\r\n",
                "5\nhello\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5;a\nb\r\nhello\r\n",
                "0\r\n\n",
                "0\r\nX Y: 1\r\n\r\n",
                "0\r\n folded\r\n\r\n",
                "0\r\nnone\r\n\r\n",
                "1000000000000000\r\n"
            })
    void whatCouldBeReadOtherwiseIsRefused(String body) {
        for (int piece : new int[] {1, body.length()}) {
            assertThatThrownBy(() -> taken(Framing.CHUNKED, body, piece)).isInstanceOf(BadMessageException.class);
        }
    }

    @Test
    void extensionsAndTrailersAreLimited() {
        assertThatThrownBy(() -> taken(Framing.CHUNKED, "5;" + "x".repeat(20_000), 1000))
                .isInstanceOf(BadMessageException.class);
        assertThatThrownBy(() -> taken(Framing.CHUNKED, "0\r\n" + "X-A: b\r\n".repeat(3_000), 1000))
                .isInstanceOf(BadMessageException.class);
    }

    @Test
    void aLengthIsCounted() {
        assertThat(new BodyReader(new Framing.Length(0)).done()).isTrue();
        for (int piece = 1; piece < 8; piece++) {
            assertThat(taken(new Framing.Length(5), "hello" + NEXT, piece)).isEqualTo(5);
        }
    }

    @Test
    void withoutLengthItGoesOnToTheEnd() {
        BodyReader reader = new BodyReader(Framing.UNTIL_CLOSE);
        assertThat(reader.take(bytes("abc"), 0)).isEqualTo(3);
        assertThat(reader.done()).isFalse();
    }
}
