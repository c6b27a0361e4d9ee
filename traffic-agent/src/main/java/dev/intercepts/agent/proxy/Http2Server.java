package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.agent.routes.PortRoutes;
import dev.intercepts.protocol.match.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client's HTTP/2 connection of which each stream is decided on its own, and the HTTP/2 connections behind it. */
final class Http2Server extends ChannelInboundHandlerAdapter implements AgentPort.Connection {

    private final AgentPort port;
    private final Map<Destination, Http2Upstream> upstreams = new HashMap<>();
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

    /** The connection to that destination; called on the client's event loop. */
    Http2Upstream upstream(Destination destination, RequestHead asker) {
        Http2Upstream known = upstreams.get(destination);
        if (known != null && known.usable()) {
            return known;
        }
        Http2Upstream dialled = new Http2Upstream(port.limits());
        upstreams.put(destination, dialled);
        dialled.dial(port.dialer(), destination, asker, channel().eventLoop());
        return dialled;
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
        upstreams.values().forEach(Http2Upstream::close);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void reconsider() {
        channel().eventLoop().execute(() -> {
            if (port.draining()) {
                channel()
                        .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
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
