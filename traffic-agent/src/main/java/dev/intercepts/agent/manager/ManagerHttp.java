package dev.intercepts.agent.manager;

import dev.intercepts.tunnel.EventLoops;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends the agent's requests to the Traffic Manager's HTTP API: plain HTTP/1.1, one connection each. */
final class ManagerHttp {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final String host;
    private final int port;
    private final Supplier<String> token;
    private final EventLoop loop;

    ManagerHttp(String host, int port, Supplier<String> token, EventLoop loop) {
        this.host = host;
        this.port = port;
        this.token = token;
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Connects and sends; what comes back, and the connection's end, go to the handler. A connection that cannot be made ends
     * without having begun: the handler's channel is closed without having been active.
     *
     * @param silence a connection on which so long nothing is heard is closed
     */
    Channel post(String path, String json, Duration silence, ChannelHandler handler) {
        Channel channel = EventLoops.socketOn(loop)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new ReadTimeoutHandler(silence.toMillis(), TimeUnit.MILLISECONDS),
                                        new HttpClientCodec(),
                                        handler);
                    }
                })
                .connect(InetSocketAddress.createUnresolved(host, port))
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        connected.channel().writeAndFlush(request(path, json));
                    }
                })
                .channel();
        return channel;
    }

    private DefaultFullHttpRequest request(String path, String json) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, path, Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
        request.headers()
                .set(HttpHeaderNames.HOST, host + ":" + port)
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token.get())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
        return request;
    }
}
