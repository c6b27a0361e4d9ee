package dev.intercepts.connector.forward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * {@code v4.channel.k8s.io} for one port: each message begins with the number of its channel, 0 for data and 1 for errors, and the
 * first message of each is the port again. Outwards it is bytes. An error is the end.
 */
final class ForwardedBytes extends ChannelDuplexHandler {

    private static final int DATA = 0;
    private static final int ERROR = 1;

    private final Consumer<String> onError;
    private boolean dataBegun;
    private boolean errorsBegun;
    private boolean dataGoesOn;

    /**
     * Before the first message.
     *
     * @param onError told what the other end says about the port
     */
    ForwardedBytes(Consumer<String> onError) {
        this.onError = onError;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        switch (msg) {
            case BinaryWebSocketFrame frame -> message(ctx, frame);
            case ContinuationWebSocketFrame frame when dataGoesOn -> ctx.fireChannelRead(frame.content());
            case PingWebSocketFrame ping -> ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
            case CloseWebSocketFrame close -> {
                close.release();
                ctx.close();
            }
            case WebSocketFrame other -> other.release();
            default -> ReferenceCountUtil.release(msg);
        }
    }

    private void message(ChannelHandlerContext ctx, BinaryWebSocketFrame frame) {
        ByteBuf content = frame.content();
        int channel = content.isReadable() ? content.readByte() : -1;
        dataGoesOn = channel == DATA && dataBegun;
        if (dataGoesOn && content.isReadable()) {
            ctx.fireChannelRead(content);
            return;
        }
        if (channel == ERROR && errorsBegun) {
            onError.accept(content.toString(StandardCharsets.UTF_8).strip());
            ctx.close();
        }
        dataBegun |= channel == DATA;
        errorsBegun |= channel == ERROR;
        content.release();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (!(msg instanceof ByteBuf bytes)) {
            ctx.write(msg, promise);
            return;
        }
        try {
            if (bytes.isReadable()) {
                ByteBuf message = ctx.alloc().buffer(1 + bytes.readableBytes());
                ctx.write(new BinaryWebSocketFrame(message.writeByte(DATA).writeBytes(bytes)), promise);
            } else {
                ctx.write(bytes.retain(), promise);
            }
        } finally {
            bytes.release();
        }
    }
}
