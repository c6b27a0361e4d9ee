package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.match.RequestHead;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.protocol.stream.TraceParent;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The app by a socket, laptops by streams of the agent's tunnel. */
public final class Destinations implements Dialer {

    private final InetSocketAddress app;
    private final StreamOpener tunnel;
    private final Limits limits;

    /**
     * For one port.
     *
     * @param app where the app listens
     * @param tunnel to the Traffic Manager
     */
    public Destinations(InetSocketAddress app, StreamOpener tunnel, Limits limits) {
        this.app = app;
        this.tunnel = tunnel;
        this.limits = limits;
    }

    @Override
    public Future<Channel> dial(
            Destination destination, @Nullable RequestHead asker, ChannelHandler handler, EventLoop loop) {
        return switch (destination) {
            case Destination.App ignored -> dialApp(handler, loop);
            case Destination.Laptop laptop ->
                tunnel.open(
                        new StreamRequest(
                                SessionId.authority(laptop.sessionId(), laptop.targetPort()), headers(laptop, asker)),
                        handler,
                        loop);
        };
    }

    /** With the trace of the request, where it has one that can be read. */
    private static Map<String, String> headers(Destination.Laptop laptop, @Nullable RequestHead asker) {
        if (asker != null) {
            for (String value : asker.headers(TraceParent.NAME)) {
                if (TraceParent.parse(value).isPresent()) {
                    return Map.of(StreamHeaders.INTERCEPT, laptop.intercept(), TraceParent.NAME, value);
                }
            }
        }
        return Map.of(StreamHeaders.INTERCEPT, laptop.intercept());
    }

    private Future<Channel> dialApp(ChannelHandler handler, EventLoop loop) {
        Promise<Channel> connected = loop.newPromise();
        EventLoops.socketOn(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.dialTime().toMillis())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(handler)
                .connect(app)
                .addListener((io.netty.channel.ChannelFuture future) -> {
                    if (future.isSuccess()) {
                        connected.setSuccess(future.channel());
                    } else {
                        connected.setFailure(future.cause());
                    }
                });
        return connected;
    }
}
