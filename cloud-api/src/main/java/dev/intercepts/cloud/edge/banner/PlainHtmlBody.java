package dev.intercepts.cloud.edge.banner;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/** A document that is not compressed: its bytes pass untouched. */
final class PlainHtmlBody implements HtmlBody {

    private final BannerInserter inserter;

    PlainHtmlBody(BannerInserter inserter) {
        this.inserter = inserter;
    }

    @Override
    public void pass(ByteBuf piece, Consumer<ByteBuf> out) {
        inserter.pass(piece);
        out.accept(piece);
    }

    @Override
    public void end(Consumer<ByteBuf> out) {
        byte[] tag = inserter.end();
        if (tag.length > 0) {
            out.accept(Unpooled.wrappedBuffer(tag));
        }
    }

    @Override
    public void close() {}
}
