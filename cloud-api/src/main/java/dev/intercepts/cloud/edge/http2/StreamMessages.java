package dev.intercepts.cloud.edge.http2;

import dev.intercepts.cloud.edge.http.BodyDecoder;
import dev.intercepts.cloud.edge.http.Fields;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.HeadParser;
import dev.intercepts.cloud.edge.http.HeadReader;
import dev.intercepts.cloud.edge.http.Limits;
import dev.intercepts.cloud.edge.http.MalformedMessageException;
import dev.intercepts.cloud.edge.http.ResponseHead;
import dev.intercepts.cloud.edge.http.StreamHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a {@link StreamChannel} and a handler that speaks HTTP/1.1: frames of one request become the bytes of a message,
 * the bytes of its answer become frames. The channel closes with the end of the answer. Trailers are dropped both ways, as they are
 * for HTTP/1.1.
 */
public final class StreamMessages extends ChannelDuplexHandler {

    /** An answer that the edge has made itself needs no limits; these are beyond what it makes. */
    private static final Limits LIMITS = new Limits(1 << 20, 10_000);

    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");
    private static final ByteBuf LINE_END = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    private enum Part {
        HEAD,
        BODY,
        DONE
    }

    private final HeadReader heads = new HeadReader(LIMITS.headBytes());
    private Part request = Part.HEAD;
    private Part response = Part.HEAD;
    private BodyDecoder body = BodyDecoder.of(Framing.NONE);
    private boolean toHead;
    private boolean chunked;
    private boolean handedOver;
    private @Nullable ByteBuf pending;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Http2HeadersFrame head && request == Part.HEAD) {
            head(ctx, head);
        } else if (message instanceof Http2HeadersFrame) {
            end(ctx);
        } else if (message instanceof Http2DataFrame data && request == Part.BODY) {
            data(ctx, data);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        ByteBuf lines = ctx.alloc().buffer(512);
        try {
            StreamHead.write(frame.headers(), frame.isEndStream(), lines);
        } catch (MalformedMessageException e) {
            lines.release();
            abort(ctx, Http2Error.PROTOCOL_ERROR);
            return;
        }
        toHead = "HEAD".contentEquals(frame.headers().method());
        chunked = !frame.isEndStream() && !frame.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        request = frame.isEndStream() ? Part.DONE : Part.BODY;
        ctx.fireChannelRead(lines);
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
        ByteBuf content = frame.content();
        boolean last = frame.isEndStream();
        if (!content.isReadable()) {
            content.release();
        } else if (chunked) {
            ByteBuf size = ctx.alloc().buffer(10);
            ByteBufUtil.writeAscii(size, Integer.toHexString(content.readableBytes()));
            ctx.fireChannelRead(size.writeBytes(LINE_END.duplicate()));
            ctx.fireChannelRead(content);
            ctx.fireChannelRead(LINE_END.duplicate());
        } else {
            ctx.fireChannelRead(content);
        }
        if (last) {
            end(ctx);
        }
    }

    private void end(ChannelHandlerContext ctx) {
        if (request == Part.BODY) {
            request = Part.DONE;
            if (chunked) {
                ctx.fireChannelRead(LAST_CHUNK.duplicate());
            }
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        if (response == Part.DONE) {
            bytes.release();
        } else {
            pending = pending == null
                    ? bytes
                    : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, bytes);
            try {
                translate(ctx, pending);
            } catch (MalformedMessageException e) {
                abort(ctx, Http2Error.INTERNAL_ERROR);
            }
            if (pending != null && !pending.isReadable()) {
                dropPending();
            }
        }
        if (!promise.isVoid()) {
            // Nothing of its own, but in its place behind what was written before: whoever waits for it waits for that.
            ctx.write(Unpooled.EMPTY_BUFFER, promise);
        }
    }

    private void translate(ChannelHandlerContext ctx, ByteBuf in) throws MalformedMessageException {
        while (in.isReadable() && response != Part.DONE) {
            if (response == Part.HEAD) {
                byte[] block = heads.read(in);
                if (block.length == 0) {
                    return;
                }
                answer(ctx, HeadParser.response(block, LIMITS, toHead));
            } else {
                body.decode(in, piece -> send(ctx, new DefaultHttp2DataFrame(piece, body.finished())));
                if (body.finished() && response != Part.DONE) {
                    send(ctx, new DefaultHttp2DataFrame(true));
                }
            }
        }
    }

    private void answer(ChannelHandlerContext ctx, ResponseHead head) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(head.status()));
        Fields fields = head.fields();
        for (int i = 0; i < fields.count(); i++) {
            String name = fields.name(i);
            if (!OF_CONNECTIONS.contains(name)) {
                headers.add(AsciiString.of(name), new AsciiString(fields.value(i), StandardCharsets.ISO_8859_1));
            }
        }
        if (head.interim()) {
            ctx.write(new DefaultHttp2HeadersFrame(headers, false), ctx.voidPromise());
            return;
        }
        response = Part.BODY;
        body = BodyDecoder.of(head.framing());
        send(ctx, new DefaultHttp2HeadersFrame(headers, body.finished()));
    }

    private void send(ChannelHandlerContext ctx, Http2StreamFrame frame) {
        boolean last = frame instanceof Http2DataFrame data
                ? data.isEndStream()
                : frame instanceof Http2HeadersFrame head && head.isEndStream();
        if (last) {
            response = Part.DONE;
            ctx.write(frame).addListener(written -> {
                handedOver = written.isSuccess();
                ctx.channel().close();
            });
        } else {
            ctx.write(frame, ctx.voidPromise());
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!handedOver && ctx.channel().isOpen()) {
            response = Part.DONE;
            // A request that was not looked at may be sent again (RFC 9113 §8.7).
            ((StreamChannel) ctx.channel())
                    .abort(request == Part.HEAD ? Http2Error.REFUSED_STREAM : Http2Error.INTERNAL_ERROR);
        }
        ctx.close(promise);
    }

    private void abort(ChannelHandlerContext ctx, Http2Error error) {
        request = Part.DONE;
        response = Part.DONE;
        ((StreamChannel) ctx.channel()).abort(error);
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropPending();
    }

    private void dropPending() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length(), text.length())
                .writeBytes(text.getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());
    }
}
