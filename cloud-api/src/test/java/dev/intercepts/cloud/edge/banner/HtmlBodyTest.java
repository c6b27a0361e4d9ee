package dev.intercepts.cloud.edge.banner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.testing.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class HtmlBodyTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private static HtmlBody body(BannerRules.Coding coding, @Nullable String charset) {
        return HtmlBody.of(coding, new BannerInserter("<b>", charset), UnpooledByteBufAllocator.DEFAULT);
    }

    private void collect(ByteBuf piece) {
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        sent.writeBytes(bytes);
        piece.release();
    }

    private void run(HtmlBody body, byte[] bytes, int pieceSize) throws DataFormatException {
        for (int at = 0; at < bytes.length; at += pieceSize) {
            body.pass(Unpooled.copiedBuffer(bytes, at, Math.min(pieceSize, bytes.length - at)), this::collect);
        }
        body.end(this::collect);
        body.close();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static String gunzip(byte[] bytes) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8, UTF-8",
        "windows-1252, windows-1252",
        "Shift_JIS, Shift_JIS",
        "UTF-16LE, UTF-16LE",
        "utf-16be, UTF-16BE"
    })
    void writesTheTagInTheDocumentsCharset(String declared, String actual) throws DataFormatException {
        Charset charset = Charset.forName(actual);
        run(body(BannerRules.Coding.IDENTITY, declared), "<p>hi</p></html>".getBytes(charset), 3);
        assertThat(sent.toString(charset)).isEqualTo("<p>hi</p></html><b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void believesAByteOrderMark(String name) throws DataFormatException {
        Charset charset = Charset.forName(name);
        run(body(BannerRules.Coding.IDENTITY, "utf-8"), "\ufeff<p>".getBytes(charset), 1);
        assertThat(sent.toString(charset)).isEqualTo("\ufeff<p><b>");
    }

    @Test
    void addsNothingToAnEmptyDocument() throws DataFormatException {
        run(body(BannerRules.Coding.IDENTITY, null), new byte[0], 1);
        assertThat(sent.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 1_000_000})
    void opensAndClosesGzip(int pieceSize) throws Exception {
        String page = "<p>" + "hello world ".repeat(20_000);
        run(body(BannerRules.Coding.GZIP, null), gzip(page), pieceSize);
        assertThat(gunzip(sent.toByteArray())).isEqualTo(page + "<b>");
    }

    @Test
    void readsGzipOfSeveralMembersAndWithAllOfAHeader() throws Exception {
        byte[] plain = gzip("two");
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.writeBytes(
                new byte[] {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0, 9, 9
                });
        byte[] one = gzip("one ");
        named.writeBytes(Arrays.copyOfRange(one, 10, one.length));
        named.writeBytes(plain);
        run(body(BannerRules.Coding.GZIP, null), named.toByteArray(), 1);
        assertThat(gunzip(sent.toByteArray())).isEqualTo("one two<b>");
    }

    @Test
    void sendsEachPieceAtOnce() throws Exception {
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        GZIPOutputStream gzip = new GZIPOutputStream(in, 512, true);
        gzip.write("<p>first".getBytes(StandardCharsets.UTF_8));
        gzip.flush();
        HtmlBody body = body(BannerRules.Coding.GZIP, null);
        body.pass(Unpooled.wrappedBuffer(in.toByteArray()), this::collect);
        byte[] start = new byte[8];
        GZIPInputStream opened = new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray()));
        assertThat(opened.readNBytes(start, 0, 8)).isEqualTo(8);
        assertThat(start).asString().isEqualTo("<p>first");
        body.close();
    }

    @Test
    void refusesWhatIsNotGzipAndWhatEndsEarly() throws IOException {
        byte[] cut = Arrays.copyOf(gzip("hello"), 12);
        assertThatThrownBy(() -> run(body(BannerRules.Coding.GZIP, null), "<p>".getBytes(StandardCharsets.UTF_8), 9))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> run(body(BannerRules.Coding.GZIP, null), cut, 9))
                .isInstanceOf(DataFormatException.class);
    }
}
