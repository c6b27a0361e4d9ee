package dev.intercepts.tunnel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link TunnelListener} on a bound port. */
final class BoundListener implements TunnelListener {

    private static final Logger LOG = LoggerFactory.getLogger(BoundListener.class);
    private static final int BACKLOG = 1024;

    private final Set<TunnelConnection> tunnels = ConcurrentHashMap.newKeySet();
    private final Consumer<Tunnel> onTunnel;
    private final Channel port;
    private volatile boolean draining;

    private BoundListener(
            Config config, Authenticator authenticator, Consumer<Tunnel> onTunnel, StreamAcceptor acceptor) {
        this.onTunnel = onTunnel;
        ServerHandshake.Site site =
                new ServerHandshake.Site(authenticator, acceptor, () -> draining, this::onUp, config.settings());
        ChannelFuture bound = new ServerBootstrap()
                .group(config.loops().group())
                .channel(config.loops().serverSocketChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Dialling.WATER_MARK)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslContext tls = config.tls();
                        if (tls != null) {
                            channel.pipeline().addLast(TunnelTls.handler(tls, channel.alloc()));
                        }
                        channel.pipeline().addLast(new HttpServerCodec(), new ServerHandshake(site));
                    }
                })
                .bind(config.host(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(
                    "cannot listen on " + config.host() + ":" + config.port(), new IOException(bound.cause()));
        }
        this.port = bound.channel();
    }

    static TunnelListener bind(
            Config config, Authenticator authenticator, Consumer<Tunnel> onTunnel, StreamAcceptor acceptor) {
        return new BoundListener(config, authenticator, onTunnel, acceptor);
    }

    private void onUp(TunnelConnection tunnel) {
        tunnels.add(tunnel);
        LOG.atInfo()
                .addKeyValue("peer", tunnel.peer().id())
                .addKeyValue("opens", tunnel.opensStreams())
                .log("tunnel up");
        tunnel.closed().thenRun(() -> {
            tunnels.remove(tunnel);
            LOG.atInfo().addKeyValue("peer", tunnel.peer().id()).log("tunnel down: {}", tunnel.closeReason());
        });
        if (draining) {
            tunnel.close();
        } else {
            onTunnel.accept(tunnel);
        }
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) port.localAddress();
    }

    @Override
    public CompletionStage<Void> drain(Duration limit) {
        draining = true;
        port.close();
        return CompletableFuture.allOf(List.copyOf(tunnels).stream()
                .map(tunnel -> tunnel.drain(limit).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
        draining = true;
        port.close();
        tunnels.forEach(TunnelConnection::close);
    }
}
