package dev.intercepts.cloud.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.testing.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class BodyDecoderTest {

    private final StringBuilder content = new StringBuilder();

    private void feed(BodyDecoder decoder, ByteBuf in) throws MalformedMessageException {
        decoder.decode(in, piece -> {
            content.append(piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
        });
    }

    private static ByteBuf bytes(String wire) {
        return Unpooled.copiedBuffer(wire.replace("|", "\r\n"), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "5|hello|0||~hello",
                "5;x=y|hello|6;\"q\"| world|000||~hello world",
                "a|0123456789|0|Trailer: x|Other: y||~0123456789",
                "A|0123456789|0||~0123456789",
                "0||~''"
            })
    void readsChunksByteByByte(String wire, String expected) throws MalformedMessageException {
        BodyDecoder decoder = BodyDecoder.of(Framing.CHUNKED);
        ByteBuf all = bytes(wire + "NEXT");
        while (all.isReadable() && !decoder.finished()) {
            feed(decoder, all.readSlice(1));
        }
        assertThat(decoder.finished()).isTrue();
        assertThat(content).hasToString(expected);
        assertThat(all.toString(StandardCharsets.US_ASCII)).isEqualTo("NEXT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|",
                "x|",
                "-1|",
                "+1|",
                "0x1|",
                " 5|hello",
                "5 |hello",
                "5\nhello",
                "5|hello\n",
                "5|helloX",
                "5|hello|5\n",
                "ffffffffffffffff|",
                "0|\n",
                "0|a\n",
                "5;a\nhello",
                "0\r\r"
            })
    void refusesMalformedChunks(String wire) {
        assertThatThrownBy(() -> feed(BodyDecoder.of(Framing.CHUNKED), bytes(wire)))
                .as(wire)
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void readsLengthsAndLeavesTheRest() throws MalformedMessageException {
        BodyDecoder decoder = BodyDecoder.of(new Framing.Length(5));
        ByteBuf in = bytes("helloGET /");
        feed(decoder, in.readSlice(2));
        assertThat(decoder.finished()).isFalse();
        feed(decoder, in);
        assertThat(decoder.finished()).isTrue();
        assertThat(content).hasToString("hello");
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("GET /");
    }
}
