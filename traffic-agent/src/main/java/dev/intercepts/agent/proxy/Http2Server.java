package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.agent.routes.PortRoutes;
import dev.intercepts.protocol.match.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client's HTTP/2 connection of which each stream is decided on its own, and the HTTP/2 connections behind it. */
final class Http2Server extends ChannelInboundHandlerAdapter implements AgentPort.Connection {

    private final AgentPort port;
    private final Map<Destination, Http2Upstreams> upstreams = new HashMap<>();
    private @Nullable Channel channel;

    Http2Server(AgentPort port) {
        this.port = port;
    }

    /** Adds what is needed to the end of the pipeline. */
    void install(ChannelPipeline pipeline) {
        channel = pipeline.channel();
        Http2Codec.add(pipeline, true, port.limits(), new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2Exchange(Http2Server.this, stream));
            }
        });
        pipeline.addLast(this);
    }

    PortRoutes routes() {
        return port.routes();
    }

    /**
     * Opens a stream to that destination; called on the client's event loop, and told there.
     *
     * @param handler of the stream
     */
    Future<Channel> open(Destination destination, RequestHead asker, ChannelHandler handler) {
        return upstreams
                .computeIfAbsent(
                        destination,
                        where -> new Http2Upstreams(
                                where, port.dialer(), port.limits(), channel().eventLoop()))
                .open(asker, handler);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        // SETTINGS, PING and the like: the codec has dealt with them.
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        port.left(this);
        upstreams.values().forEach(Http2Upstreams::close);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void reconsider() {
        channel().eventLoop().execute(() -> {
            if (port.draining()) {
                // The highest stream: what the client sends before it hears of this is answered too (RFC 9113 §6.8).
                channel()
                        .writeAndFlush(
                                new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE))
                        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            }
            upstreams.entrySet().removeIf(entry -> {
                boolean stale = !routes().leadsTo(entry.getKey());
                if (stale) {
                    entry.getValue().closeWhenIdle();
                }
                return stale;
            });
        });
    }

    @Override
    public void kill() {
        channel().close();
    }

    private Channel channel() {
        return Objects.requireNonNull(channel);
    }
}
