package dev.intercepts.connector.forward;

import dev.intercepts.connector.kube.ServerAccess;
import dev.intercepts.tunnel.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Connections into pods by the API server's port-forward, over a WebSocket of our own on the event loop of who uses them: nothing
 * is handed from thread to thread (docs/decisions/0241).
 */
final class PortForwarder {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** As for tunnels: more would only add latency. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    private final ServerAccess access;
    private final @Nullable SslContext tls;

    /**
     * For one API server.
     *
     * @throws SSLException where certificate or key are of no use
     */
    PortForwarder(ServerAccess access) throws SSLException {
        this.access = access;
        this.tls = access.tls() == null ? null : context(access.tls(), access.verified());
    }

    private static SslContext context(ServerAccess.Tls tls, boolean verified) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().endpointIdentificationAlgorithm(verified ? "HTTPS" : null);
        if (tls.trust() != null) {
            builder.trustManager(tls.trust());
        }
        if (tls.key() != null) {
            builder.keyManager(tls.key());
        }
        return builder.build();
    }

    /**
     * Opens one connection. Blocks while names are resolved and credentials renewed.
     *
     * @param port of the pod
     * @param loop what the connection will run on
     */
    void dial(String namespace, String pod, int port, EventLoop loop, Opening opening) throws UnknownHostException {
        URI uri = URI.create((tls == null ? "ws" : "wss")
                + access.server()
                        .toString()
                        .substring(access.server().getScheme().length())
                + "api/v1/namespaces/" + namespace + "/pods/" + pod + "/portforward?ports=" + port);
        Map<String, List<String>> headers = access.headers().get();
        InetSocketAddress target = access.proxy() == null
                ? resolved(access.host(), access.port())
                : InetSocketAddress.createUnresolved(access.host(), access.port());
        ProxyHandler proxy = access.proxy() == null ? null : proxy(access.proxy());

        Upgrade upgrade = new Upgrade(uri, headers, opening, LIMIT);
        EventLoops.socketOn(loop)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(LIMIT.toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ChannelPipeline pipeline = channel.pipeline();
                        if (proxy != null) {
                            pipeline.addLast(proxy);
                        }
                        if (tls != null) {
                            pipeline.addLast(encrypted(tls, channel));
                        }
                        pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_ANSWER_BYTES), upgrade);
                    }
                })
                .connect(target)
                .addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess()) {
                        connected.channel().pipeline().fireExceptionCaught(connected.cause());
                    }
                });
    }

    private SslHandler encrypted(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), access.tlsName(), access.port());
        handler.setHandshakeTimeoutMillis(LIMIT.toMillis());
        return handler;
    }

    private static ProxyHandler proxy(ServerAccess.Proxy proxy) throws UnknownHostException {
        InetSocketAddress address = resolved(proxy.host(), proxy.port());
        String user = proxy.login() == null ? null : proxy.login().user();
        String password = proxy.login() == null ? null : proxy.login().password();
        ProxyHandler handler = switch (proxy.kind()) {
            case HTTP ->
                user == null || password == null
                        ? new HttpProxyHandler(address)
                        : new HttpProxyHandler(address, user, password);
            case SOCKS4 -> new Socks4ProxyHandler(address, user);
            case SOCKS5 -> new Socks5ProxyHandler(address, user, password);
        };
        handler.setConnectTimeoutMillis(LIMIT.toMillis());
        return handler;
    }

    private static InetSocketAddress resolved(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
