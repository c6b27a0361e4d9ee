package dev.intercepts.manager;

import com.sun.net.httpserver.HttpServer;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An HTTP service that answers with its name, and a way to ask one through a stream. */
final class LocalService implements AutoCloseable {

    private final HttpServer server;

    LocalService(String name) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            byte[] body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Sends a request on a stream and gives the whole answer, heads and all. */
    static String ask(StreamOpener opener, StreamRequest request) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        Channel channel = opener.open(request, new SimpleChannelInboundHandler<ByteBuf>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
                        text.append(part.toString(StandardCharsets.UTF_8));
                    }

                    @Override
                    public void userEventTriggered(ChannelHandlerContext context, Object event) {
                        context.close();
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext context) {
                        answer.complete(text.toString());
                    }
                })
                .get(10, TimeUnit.SECONDS);
        channel.writeAndFlush(Unpooled.copiedBuffer(
                "GET / HTTP/1.1\r\nHost: hello\r\nConnection: close\r\n\r\n", StandardCharsets.UTF_8));
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
