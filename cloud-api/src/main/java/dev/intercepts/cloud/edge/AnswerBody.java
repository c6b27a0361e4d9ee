package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.banner.BannerInserter;
import dev.intercepts.cloud.edge.banner.BannerRules;
import dev.intercepts.cloud.edge.banner.BannerScript;
import dev.intercepts.cloud.edge.banner.HtmlBody;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** The body of one answer on its way to the visitor: with the banner if it gets one, framed as its head says. */
final class AnswerBody {

    private final Channel visitor;
    private final Framing framing;
    private final @Nullable HtmlBody html;

    /**
     * For the answer with that head.
     *
     * @param framing towards the visitor
     * @param nonce of the banner's tag, or {@code null} without a banner
     */
    static AnswerBody of(Channel visitor, Framing framing, ResponseHead head, @Nullable String nonce) {
        BannerRules.Coding coding = nonce == null ? null : BannerRules.coding(head.fields());
        if (nonce == null || coding == null || head.framing().equals(Framing.NONE)) {
            return new AnswerBody(visitor, framing, null);
        }
        BannerInserter inserter = new BannerInserter(BannerScript.tag(nonce), BannerRules.charset(head.fields()));
        return new AnswerBody(visitor, framing, HtmlBody.of(coding, inserter, visitor.alloc()));
    }

    private AnswerBody(Channel visitor, Framing framing, @Nullable HtmlBody html) {
        this.visitor = visitor;
        this.framing = framing;
        this.html = html;
    }

    /**
     * Passes a piece on without flushing.
     *
     * @param piece is released
     * @throws DataFormatException where the content is not in the coding that its head claims
     */
    void pass(ByteBuf piece) throws DataFormatException {
        if (html == null) {
            write(piece);
        } else {
            html.pass(piece, this::write);
        }
    }

    /**
     * Ends the body.
     *
     * @throws DataFormatException where the content ended too early
     */
    void end() throws DataFormatException {
        if (html != null) {
            html.end(this::write);
        }
        if (framing.equals(Framing.CHUNKED)) {
            Chunks.end(visitor);
        }
    }

    /** Frees what it holds. */
    void close() {
        if (html != null) {
            html.close();
        }
    }

    private void write(ByteBuf piece) {
        if (framing.equals(Framing.CHUNKED)) {
            Chunks.write(visitor, piece);
        } else {
            visitor.write(piece, visitor.voidPromise());
        }
    }
}
