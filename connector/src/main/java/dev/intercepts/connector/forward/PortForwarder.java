package dev.intercepts.connector.forward;

import dev.intercepts.connector.kube.ServerAccess;
import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks4ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
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
    private final @Nullable JdkSslContext tls;

    PortForwarder(ServerAccess access) {
        this.access = access;
        this.tls = access.tls() == null ? null : new JdkSslContext(access.tls(), true, ClientAuth.NONE);
    }

    /**
     * Opens one connection. Blocks while names are resolved and credentials renewed.
     *
     * @param port of the pod
     * @param handler what the connection is for
     * @param onError told what the other end says about the port: nobody listens there, say
     * @return the connection, when bytes can be written
     */
    Future<Channel> dial(
            String namespace, String pod, int port, EventLoop loop, ChannelHandler handler, Consumer<String> onError)
            throws UnknownHostException {
        URI server = access.server();
        URI uri = URI.create((tls == null ? "ws" : "wss")
                + server.toString().substring(server.getScheme().length()) + "api/v1/namespaces/" + namespace + "/pods/"
                + pod + "/portforward?ports=" + port);
        Map<String, String> headers = access.headers().get();
        int serverPort = server.getPort() >= 0 ? server.getPort() : tls == null ? 80 : 443;
        String host = withoutBrackets(server.getHost());
        InetSocketAddress target = access.proxy() == null
                ? resolved(InetSocketAddress.createUnresolved(host, serverPort))
                : InetSocketAddress.createUnresolved(host, serverPort);
        ProxyHandler proxy = access.proxy() == null ? null : proxy(access.proxy());

        Promise<Channel> upgraded = loop.newPromise();
        Bootstrap bootstrap = EventLoops.socketOn(loop);
        bootstrap
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
                            pipeline.addLast(encrypted(tls, channel, serverPort));
                        }
                        pipeline.addLast(
                                new HttpClientCodec(),
                                new HttpObjectAggregator(MAX_ANSWER_BYTES),
                                new Upgrade(
                                        uri, headers, List.of(new ForwardedBytes(onError), handler), upgraded, LIMIT));
                    }
                })
                .connect(target)
                .addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess()) {
                        upgraded.tryFailure(connected.cause());
                    }
                });
        return upgraded;
    }

    private SslHandler encrypted(JdkSslContext context, Channel channel, int port) {
        SslHandler handler = context.newHandler(channel.alloc(), withoutBrackets(access.tlsName()), port);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(access.verified() ? "HTTPS" : "");
        handler.engine().setSSLParameters(parameters);
        handler.setHandshakeTimeoutMillis(LIMIT.toMillis());
        return handler;
    }

    private static ProxyHandler proxy(ServerAccess.Proxy proxy) throws UnknownHostException {
        InetSocketAddress address = resolved(proxy.address());
        ProxyHandler handler = switch (proxy.kind()) {
            case HTTP -> new HttpProxyHandler(address, authorization(proxy.authorization()));
            case SOCKS4 -> new Socks4ProxyHandler(address);
            case SOCKS5 -> new Socks5ProxyHandler(address);
        };
        handler.setConnectTimeoutMillis(LIMIT.toMillis());
        return handler;
    }

    private static HttpHeaders authorization(@Nullable String value) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (value != null) {
            headers.set(HttpHeaderNames.PROXY_AUTHORIZATION, value);
        }
        return headers;
    }

    private static InetSocketAddress resolved(InetSocketAddress address) throws UnknownHostException {
        InetSocketAddress resolved =
                address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address;
        if (resolved.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        return resolved;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
