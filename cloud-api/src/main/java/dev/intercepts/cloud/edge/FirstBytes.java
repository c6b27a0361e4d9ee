package dev.intercepts.cloud.edge;

import static io.netty.handler.codec.http2.Http2CodecUtil.connectionPrefaceBuf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * Tells by a connection's first bytes whether it speaks HTTP/2, with or without TLS (RFC 9113 §3.3, §3.4), and leaves. The
 * connection's own handler stands behind it from the start, so that limits and times hold meanwhile.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

    private static final ByteBuf PREFACE = connectionPrefaceBuf();
    private static final int WINDOW = 128 * 1024;
    private static final int RESETS = 1_000;
    private static final int RESETS_SECONDS = 30;

    private final EdgeParts parts;
    private final Reception reception;
    private final VisitorConnection visitor;
    private @Nullable ByteBuf input;

    FirstBytes(EdgeParts parts, Reception reception, VisitorConnection visitor) {
        this.parts = parts;
        this.reception = reception;
        this.visitor = visitor;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf piece = (ByteBuf) message;
        ByteBuf all = input == null ? piece : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, piece);
        input = all;
        int length = Math.min(all.readableBytes(), PREFACE.readableBytes());
        boolean matches = ByteBufUtil.equals(all, all.readerIndex(), PREFACE, PREFACE.readerIndex(), length);
        if (matches && length < PREFACE.readableBytes()) {
            return;
        }
        input = null;
        String serverName = EdgeTls.serverName(ctx.channel());
        if (matches) {
            speakHttp2(ctx, serverName);
        } else {
            visitor.securedFor(serverName);
        }
        ctx.fireChannelRead(all);
        ctx.pipeline().remove(this);
    }

    private void speakHttp2(ChannelHandlerContext ctx, @Nullable String serverName) {
        EdgeConfig.VisitorLimits limits = parts.config().limits();
        Http2FrameCodecBuilder codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(limits.streamsPerConnection())
                        .maxHeaderListSize(limits.heads().headBytes())
                        .initialWindowSize(WINDOW))
                .decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS)
                .gracefulShutdownTimeoutMillis(0);
        ctx.pipeline().remove(visitor);
        ctx.pipeline().addLast(codec.build(), new VisitorStreams(parts, reception, serverName, WINDOW));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (input != null) {
            input.release();
            input = null;
        }
    }
}
