package dev.intercepts.cloud.edge.banner;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;

/** The body of one HTML document on its way to the browser; the banner's tag is added at its end. */
public sealed interface HtmlBody permits PlainHtmlBody, GzipHtmlBody, BrotliHtmlBody, ZstdHtmlBody {

    /** For a body in that coding. */
    static HtmlBody of(BannerRules.Coding coding, BannerInserter inserter, ByteBufAllocator allocator) {
        return switch (coding) {
            case IDENTITY -> new PlainHtmlBody(inserter);
            case GZIP -> new GzipHtmlBody(inserter, allocator);
            case BROTLI -> new BrotliHtmlBody(inserter);
            case ZSTD -> new ZstdHtmlBody(inserter.tag());
        };
    }

    /**
     * Passes a piece on, all of it that can be read by now.
     *
     * @param piece is released
     * @param out given what to send, to be released by it
     * @throws DataFormatException where the content is not in the coding it claims
     */
    void pass(ByteBuf piece, Consumer<ByteBuf> out) throws DataFormatException;

    /**
     * Sends what is left, with the tag.
     *
     * @throws DataFormatException where the content ended too early
     */
    void end(Consumer<ByteBuf> out) throws DataFormatException;

    /** Frees what it holds, whether or not the body came to its end. */
    void close();
}
