package dev.intercepts.cloud.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {

    @Test
    void findsHeadsHoweverTheyAreCut() throws MalformedMessageException {
        String first = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        String second = "GET /b HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n";
        for (int cut = 0; cut < first.length(); cut++) {
            HeadReader reader = new HeadReader(256);
            ByteBuf in = Unpooled.buffer();
            in.writeCharSequence("\r\n" + first.substring(0, cut), StandardCharsets.US_ASCII);
            assertThat(reader.read(in)).isEmpty();
            in.writeCharSequence(first.substring(cut) + second + "body", StandardCharsets.US_ASCII);
            assertThat(reader.read(in)).asString().isEqualTo(first);
            assertThat(reader.read(in)).asString().isEqualTo(second);
            assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("body");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\n", "GET / HTTP/1.1\r\nHost: a\n\r\n", "\n", "GET / HTTP/1.1\r\n\n"})
    void refusesLineFeedsAlone(String wire) {
        ByteBuf in = Unpooled.copiedBuffer(wire, StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new HeadReader(256).read(in)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void limitsTheSize() throws MalformedMessageException {
        HeadReader reader = new HeadReader(256);
        ByteBuf in = Unpooled.copiedBuffer("GET /" + "a".repeat(200), StandardCharsets.US_ASCII);
        assertThat(reader.read(in)).isEmpty();
        in.writeCharSequence("a".repeat(51), StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> reader.read(in))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.status()).isEqualTo(431));
    }
}
