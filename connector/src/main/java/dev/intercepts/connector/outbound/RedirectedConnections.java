package dev.intercepts.connector.outbound;

import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the connections that the rules redirect, and leads each into the cluster, to where the program meant it to go. */
final class RedirectedConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedirectedConnections.class);

    private final StreamOpener cluster;
    private final Predicate<InetSocketAddress> ours;
    private final Channel server;

    private RedirectedConnections(StreamOpener cluster, Predicate<InetSocketAddress> ours, InetSocketAddress address)
            throws IOException {
        this.cluster = cluster;
        this.ours = ours;
        var bound = new ServerBootstrap()
                .group(EventLoops.shared().group())
                .channel(EventLoops.shared().serverSocketChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new Accepted())
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(address + ": " + bound.cause().getMessage(), bound.cause());
        }
        this.server = bound.channel();
    }

    /** Whether a redirected connection can be asked where it was meant to go: on Linux with Netty's native library. */
    static boolean supported() {
        return EventLoops.shared().serverSocketChannel().equals(EpollServerSocketChannel.class);
    }

    /**
     * Starts listening.
     *
     * @param host a loopback address
     * @param ours the destinations that are led into the cluster; others are refused
     */
    static RedirectedConnections start(StreamOpener cluster, Predicate<InetSocketAddress> ours, String host)
            throws IOException {
        return new RedirectedConnections(cluster, ours, new InetSocketAddress(host, 0));
    }

    /** The local port. */
    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly();
    }

    private void open(Channel socket) {
        InetSocketAddress meant = OriginalDestination.of(socket).filter(ours).orElse(null);
        if (meant == null) {
            // Somebody dialled this port itself.
            Streams.reset(socket);
            return;
        }
        String host = meant.getAddress().getHostAddress();
        String authority = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + meant.getPort();
        Future<Channel> opening = Streams.connect(socket, cluster, new StreamRequest(authority, Map.of()));
        opening.addListener((Future<Channel> opened) -> {
            if (!opened.isSuccess()) {
                LOG.atDebug()
                        .addKeyValue("target", authority)
                        .setCause(opened.cause())
                        .log("not reached");
                Streams.reset(socket);
            }
        });
    }

    @io.netty.channel.ChannelHandler.Sharable
    private final class Accepted extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.pipeline().remove(this);
            open(ctx.channel());
        }
    }
}
