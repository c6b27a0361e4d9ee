package dev.intercepts.cloud.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;

/** Writes content in chunked transfer coding (RFC 9112 §7.1). */
final class Chunks {

    private static final ByteBuf LINE_END = constant("\r\n");
    private static final ByteBuf LAST = constant("0\r\n\r\n");

    private Chunks() {}

    /** Writes one piece of content as a chunk; an empty one would end the body, so it is dropped. */
    static void write(Channel to, ByteBuf piece) {
        if (!piece.isReadable()) {
            piece.release();
            return;
        }
        ByteBuf size = to.alloc().buffer(10);
        ByteBufUtil.writeAscii(size, Integer.toHexString(piece.readableBytes()));
        size.writeShort('\r' << 8 | '\n');
        to.write(size, to.voidPromise());
        to.write(piece, to.voidPromise());
        to.write(LINE_END.duplicate(), to.voidPromise());
    }

    /** Ends the body. */
    static void end(Channel to) {
        to.write(LAST.duplicate(), to.voidPromise());
    }

    private static ByteBuf constant(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length, bytes.length)
                .writeBytes(bytes)
                .asReadOnly());
    }
}
