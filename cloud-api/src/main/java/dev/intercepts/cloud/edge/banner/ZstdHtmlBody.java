package dev.intercepts.cloud.edge.banner;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * A zstd document: its frames pass untouched, and the tag follows in a frame of its own, which holds it as it is. The content of
 * several frames is one after the other (RFC 8878 §3.1), so nothing needs to be opened. What a compressed page says of itself can't
 * be seen: its charset is what {@code Content-Type} names.
 */
final class ZstdHtmlBody implements HtmlBody {

    private static final int MAGIC = 0xFD2FB528;
    private static final int SINGLE_SEGMENT_WITH_SIZE_IN_ONE_BYTE = 0x20;
    private static final int LARGEST = 255;

    private final byte[] tag;
    private boolean any;

    /** @param tag at most 255 bytes */
    ZstdHtmlBody(byte[] tag) {
        if (tag.length > LARGEST) {
            throw new IllegalArgumentException("tag: " + tag.length + " bytes (expected: <= " + LARGEST + ")");
        }
        this.tag = tag;
    }

    @Override
    public void pass(ByteBuf piece, Consumer<ByteBuf> out) {
        any |= piece.isReadable();
        out.accept(piece);
    }

    @Override
    public void end(Consumer<ByteBuf> out) {
        if (any) {
            out.accept(Unpooled.buffer(9 + tag.length)
                    .writeIntLE(MAGIC)
                    .writeByte(SINGLE_SEGMENT_WITH_SIZE_IN_ONE_BYTE)
                    .writeByte(tag.length)
                    .writeMediumLE(tag.length << 3 | 1)
                    .writeBytes(tag));
        }
    }

    @Override
    public void close() {}
}
