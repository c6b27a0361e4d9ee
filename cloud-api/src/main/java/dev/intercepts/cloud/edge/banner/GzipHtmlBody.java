package dev.intercepts.cloud.edge.banner;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A gzip document (RFC 1952): opened, shown to the inserter, and closed again in one member, flushed with each piece so
 * that a page that streams goes on streaming.
 */
final class GzipHtmlBody implements HtmlBody {

    private static final int WINDOW = 8 * 1024;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final BannerInserter inserter;
    private final ByteBufAllocator allocator;
    private final GzipMembers members = new GzipMembers();
    private final Inflater inflater = new Inflater(true);
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 checksum = new CRC32();
    private final byte[] window = new byte[WINDOW];
    private final ByteBuf view = Unpooled.wrappedBuffer(window);
    private boolean started;
    private boolean inMember;
    private boolean closed;

    GzipHtmlBody(BannerInserter inserter, ByteBufAllocator allocator) {
        this.inserter = inserter;
        this.allocator = allocator;
    }

    @Override
    public void pass(ByteBuf piece, Consumer<ByteBuf> out) throws DataFormatException {
        try {
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            int at = 0;
            boolean any = false;
            while (at < bytes.length) {
                if (!inMember) {
                    at = members.header(bytes, at);
                    inMember = members.inBody();
                    continue;
                }
                inflater.setInput(bytes, at, bytes.length - at);
                any |= inflate(out);
                at = bytes.length - inflater.getRemaining();
                if (inflater.finished()) {
                    inflater.reset();
                    members.bodyEnded();
                    inMember = false;
                } else if (inflater.needsDictionary()) {
                    throw new DataFormatException("a gzip body asks for a dictionary");
                }
            }
            if (any) {
                deflate(out, Deflater.SYNC_FLUSH);
            }
        } finally {
            piece.release();
        }
    }

    private boolean inflate(Consumer<ByteBuf> out) throws DataFormatException {
        boolean any = false;
        int length;
        while ((length = inflater.inflate(window)) > 0) {
            inserter.pass(view.setIndex(0, length));
            add(window, length, out);
            any = true;
        }
        return any;
    }

    private void add(byte[] bytes, int length, Consumer<ByteBuf> out) {
        checksum.update(bytes, 0, length);
        deflater.setInput(bytes, 0, length);
        deflate(out, Deflater.NO_FLUSH);
    }

    private void deflate(Consumer<ByteBuf> out, int flush) {
        byte[] buffer = new byte[WINDOW];
        int length;
        do {
            length = deflater.deflate(buffer, 0, buffer.length, flush);
            if (length > 0) {
                ByteBuf piece = allocator.buffer(length + HEADER.length);
                if (!started) {
                    piece.writeBytes(HEADER);
                    started = true;
                }
                out.accept(piece.writeBytes(buffer, 0, length));
            }
        } while (length == buffer.length);
    }

    @Override
    public void end(Consumer<ByteBuf> out) throws DataFormatException {
        if (!members.complete()) {
            throw new DataFormatException("a gzip body ended too early");
        }
        byte[] tag = inserter.end();
        add(tag, tag.length, out);
        deflater.finish();
        deflate(out, Deflater.NO_FLUSH);
        out.accept(allocator.buffer(8).writeIntLE((int) checksum.getValue()).writeIntLE((int) deflater.getBytesRead()));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            inflater.end();
            deflater.end();
        }
    }
}
