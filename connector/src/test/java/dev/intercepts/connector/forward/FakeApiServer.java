package dev.intercepts.connector.forward;

import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * As much of an API server as a port-forward sees: whoever brings the token gets what comes back, behind a greeting that leaves together
 * with the answer to the upgrade. Port 7999 is one where nobody listens. Of pods it knows one, which is ready.
 */
final class FakeApiServer implements AutoCloseable {

    static final String TOKEN = "Bearer let-me-in";
    static final String GREETING = "220 hello";
    static final int CLOSED_PORT = 7999;

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final EventLoops loops = EventLoops.create(1, "api-server");
    private final Channel server;

    FakeApiServer(@Nullable SslContext tls) {
        server = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(4096), new Upgrading());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loops.group().shutdownGracefully();
    }

    private static ByteBuf message(int channel, byte[] bytes) {
        return Unpooled.buffer().writeByte(channel).writeBytes(bytes);
    }

    private static DefaultFullHttpResponse pods() {
        byte[] list = text("""
                {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": [
                 {"metadata": {"name": "p"}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}]}""");
        DefaultFullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(list));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, list.length);
        return answer;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private final class Upgrading extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            requests.add(request.uri());
            if (!TOKEN.equals(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.FORBIDDEN,
                        Unpooled.copiedBuffer(
                                text("{\"kind\":\"Status\",\"message\":\"pods \\\"p\\\" is forbidden\"}"))));
                ctx.close();
                return;
            }
            if (!request.headers().contains(HttpHeaderNames.UPGRADE)) {
                ctx.writeAndFlush(pods());
                return;
            }
            WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                            "ws://api", "v4.channel.k8s.io", false, 16 << 20)
                    .newHandshaker(request);
            handshaker.handshake(ctx.channel(), request);
            ctx.pipeline().replace(this, "echo", new Echo());
            byte[] port = {7, 0};
            ctx.channel().write(new BinaryWebSocketFrame(message(0, port)));
            ctx.channel().write(new BinaryWebSocketFrame(message(1, port)));
            if (request.uri().endsWith("=" + CLOSED_PORT)) {
                ctx.channel().writeAndFlush(new BinaryWebSocketFrame(message(1, text("nobody listens\n"))));
            } else {
                // In two pieces of one message.
                ctx.channel().write(new BinaryWebSocketFrame(false, 0, message(0, text("220 "))));
                ctx.channel()
                        .writeAndFlush(new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(text("hello"))));
            }
        }
    }

    private static final class Echo extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame frame) {
            ctx.writeAndFlush(frame.retain());
        }
    }
}
