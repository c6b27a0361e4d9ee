package dev.intercepts.agent.health;

import dev.intercepts.agent.message.BadMessageException;
import dev.intercepts.agent.message.HeadScanner;
import dev.intercepts.agent.message.RequestHead;
import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers {@code GET /healthz} (200 while the process lives) and {@code GET /readyz} (200 or 503), one request a connection. */
public final class HealthPort {

    private static final int HEAD_LIMIT = 8 * 1024;

    private final Channel listening;

    private HealthPort(Channel listening) {
        this.listening = listening;
    }

    /**
     * Listens.
     *
     * @param address port 0 for any
     */
    public static HealthPort bind(InetSocketAddress address, Readiness readiness, EventLoops loops) {
        return new HealthPort(new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Answering(readiness));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** Closes the port. */
    public void close() {
        listening.close();
    }

    private static final class Answering extends ByteToMessageDecoder {

        private final Readiness readiness;
        private final HeadScanner scanner = new HeadScanner(HEAD_LIMIT);

        Answering(Readiness readiness) {
            this.readiness = readiness;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int length = scanner.length(in);
            if (length >= 0) {
                RequestHead request = RequestHead.parse(HeadScanner.bytes(in, length));
                in.skipBytes(in.readableBytes());
                answer(ctx, status(request.path()));
            }
        }

        private String status(String path) {
            return switch (path) {
                case "/healthz" -> "200 OK";
                case "/readyz" -> readiness.ready() ? "200 OK" : "503 Service Unavailable";
                default -> "404 Not Found";
            };
        }

        private static void answer(ChannelHandlerContext ctx, String status) {
            String body = status.substring(4).toLowerCase(java.util.Locale.ROOT) + "\n";
            String answer = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body;
            ctx.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Throwable why = cause.getCause() == null ? cause : cause.getCause();
            if (why instanceof BadMessageException) {
                answer(ctx, "400 Bad Request");
            } else {
                ctx.close();
            }
        }
    }
}
