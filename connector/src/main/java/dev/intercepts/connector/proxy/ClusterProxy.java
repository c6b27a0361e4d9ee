package dev.intercepts.connector.proxy;

import dev.intercepts.connector.users.LocalUsers;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.NoTunnelException;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The proxy: one loopback port for SOCKS5 and HTTP. Each connection becomes a stream to the Traffic Manager. */
public final class ClusterProxy implements AutoCloseable {

    private final StreamOpener cluster;
    private final UnaryOperator<String> resolver;
    private final Channel server;

    private ClusterProxy(StreamOpener cluster, UnaryOperator<String> resolver, LocalUsers users, int port)
            throws IOException {
        this.cluster = cluster;
        this.resolver = resolver;
        EventLoops loops = EventLoops.shared();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, users.everybody())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (users.everybody()) {
                            channel.pipeline().addLast(new ProxyHandshake(ClusterProxy.this::open));
                        } else {
                            channel.pipeline().addLast(new OwnPrograms(users::own, ClusterProxy.this::letIn));
                        }
                    }
                });
        var bound = bootstrap.bind(new InetSocketAddress("127.0.0.1", port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("port " + port + ": " + bound.cause().getMessage(), bound.cause());
        }
        this.server = bound.channel();
    }

    /**
     * Starts it.
     *
     * @param resolver turns a host as a program names it into one that the cluster knows
     * @param users numbers of the users whose programs are let in; empty where the system does not tell whose one is
     * @param preferredPort the port of last time, so that programs started then still find it; 0 for any
     */
    public static ClusterProxy start(
            StreamOpener cluster, UnaryOperator<String> resolver, Set<Integer> users, int preferredPort)
            throws IOException {
        LocalUsers served = new LocalUsers(users);
        try {
            return new ClusterProxy(cluster, resolver, served, preferredPort);
        } catch (IOException e) {
            if (preferredPort == 0 || !(e.getCause() instanceof BindException || e.getCause() instanceof IOException)) {
                throw e;
            }
            return new ClusterProxy(cluster, resolver, served, 0);
        }
    }

    /** The local port. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly();
    }

    private void letIn(Channel socket) {
        socket.pipeline().addLast(new ProxyHandshake(this::open));
        socket.config().setAutoRead(true);
    }

    private void open(ChannelHandlerContext ctx, ProxyRequest request) {
        Channel socket = ctx.channel();
        String authority = ProxyRequest.authority(resolver.apply(request.host()), request.port());
        Future<Channel> opening = Streams.connect(socket, cluster, new StreamRequest(authority, Map.of()));
        opening.addListener((Future<Channel> opened) -> {
            if (opened.isSuccess()) {
                if (request.answer().length > 0) {
                    socket.writeAndFlush(Unpooled.wrappedBuffer(request.answer()));
                }
                if (request.firstBytes().length > 0) {
                    opened.getNow().writeAndFlush(Unpooled.wrappedBuffer(request.firstBytes()));
                }
            } else {
                socket.writeAndFlush(Unpooled.wrappedBuffer(refusal(request, authority, opened.cause())))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        });
    }

    private static byte[] refusal(ProxyRequest request, String authority, Throwable cause) {
        boolean socks = request.answer().length > 0 && request.answer()[0] == 5;
        if (socks) {
            byte reason = (byte) (cause instanceof NoTunnelException ? 1 : 4);
            return new byte[] {5, reason, 0, 1, 0, 0, 0, 0, 0, 0};
        }
        String status = cause instanceof NoTunnelException ? "503 Service Unavailable" : "502 Bad Gateway";
        byte[] body = "%s cannot be reached in the cluster: %s%n"
                .formatted(authority, cause.getMessage())
                .getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 %s\r\nx-intercepts-hop: connector\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: %d\r\nConnection: close\r\n\r\n";
        byte[] start = head.formatted(status, body.length).getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
