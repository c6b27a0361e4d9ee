package dev.intercepts.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

/** Makes an answered stream look like a socket: DATA frames are bytes, END_STREAM is a half-close, RST_STREAM an error. */
final class StreamBytes extends ChannelDuplexHandler {

    private final OpenStreams.Entry activity;

    StreamBytes(OpenStreams.Entry activity) {
        this.activity = activity;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        activity.touch();
        switch (msg) {
            case Http2DataFrame data -> {
                boolean end = data.isEndStream();
                ByteBuf content = data.content();
                if (content.isReadable()) {
                    ctx.fireChannelRead(content);
                } else {
                    content.release();
                }
                endOfInput(ctx, end);
            }
            case Http2HeadersFrame trailers -> endOfInput(ctx, trailers.isEndStream());
            default -> ReferenceCountUtil.release(msg);
        }
    }

    private static void endOfInput(ChannelHandlerContext ctx, boolean end) {
        if (end) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            // Closed in a moment, when HTTP/2 knows that it is; closing now would answer a reset with another, and not
            // closing
            // would wait for whoever does not read what came before.
            ctx.executor().execute(ctx::close);
            ctx.fireExceptionCaught(new StreamResetException(reset.errorCode()));
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (!(msg instanceof ByteBuf bytes)) {
            ctx.write(msg, promise);
        } else if (bytes.isReadable()) {
            activity.touch();
            ctx.write(new DefaultHttp2DataFrame(bytes, false), promise);
        } else {
            bytes.release();
            promise.trySuccess();
        }
    }
}
