package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt after the other; what is done about an outcome is decided elsewhere. */
final class Dialling {

    /** Enough for a few frames in the socket's queue; more would only add latency for other streams. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    private final TunnelDialer.Config config;
    private final Supplier<Hello> hello;
    private final StreamAcceptor acceptor;
    private final boolean secure;
    private final String host;
    private final int port;

    Dialling(TunnelDialer.Config config, Supplier<Hello> hello, StreamAcceptor acceptor) {
        this.config = config;
        this.hello = hello;
        this.acceptor = acceptor;
        this.secure = "https".equals(config.uri().getScheme());
        this.host = Names.withoutBrackets(config.uri().getHost());
        this.port = Names.port(config.uri());
    }

    /**
     * Dials once.
     *
     * @param turn picks among the host's addresses, so that connections spread over nodes
     * @param loop what the connection will run on
     * @param onOutcome told once, on any thread
     */
    void dial(int turn, Carrier carrier, EventLoop loop, Consumer<DialOutcome> onOutcome) {
        // Names are resolved and tokens renewed by blocking calls.
        Thread.ofVirtual().name("tunnel-dial").start(() -> {
            try {
                connect(hello.get(), target(turn), carrier, loop, onOutcome);
            } catch (IOException | RuntimeException e) {
                onOutcome.accept(new DialOutcome.Failed(DialOutcome.words(e), false));
            }
        });
    }

    private InetSocketAddress target(int turn) throws IOException {
        if (config.proxy() != null) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        InetAddress[] addresses = Names.resolve(host);
        return new InetSocketAddress(addresses[Math.floorMod(turn, addresses.length)], port);
    }

    private void connect(
            Hello hello, InetSocketAddress target, Carrier carrier, EventLoop loop, Consumer<DialOutcome> onOutcome)
            throws IOException {
        SslContext tls = secure ? tls() : null;
        InetSocketAddress proxy = config.proxy() == null ? null : proxyAddress(config.proxy());
        ClientHandshake handshake = new ClientHandshake(
                new ClientHandshake.Request(
                        hostHeader(), hello, carrier, config.uri().toString()),
                config.settings(),
                acceptor,
                onOutcome);
        EventLoops.socketOn(loop)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.settings().handshakeTimeout().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ChannelPipeline pipeline = channel.pipeline();
                        if (proxy != null) {
                            pipeline.addLast(proxyHandler(proxy));
                        }
                        if (tls != null) {
                            pipeline.addLast(TunnelTls.handler(tls, channel.alloc(), host, port));
                        }
                        pipeline.addLast(new HttpClientCodec(), handshake);
                    }
                })
                .connect(target)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        handshake.notConnected(connected.cause());
                    }
                });
    }

    private SslContext tls() throws IOException {
        return config.tls() != null ? config.tls() : TunnelTls.client();
    }

    private String hostHeader() {
        return config.uri().getRawAuthority();
    }

    private static InetSocketAddress proxyAddress(URI proxy) throws IOException {
        String host = Names.withoutBrackets(proxy.getHost());
        return new InetSocketAddress(Names.resolve(host)[0], Names.port(proxy));
    }

    private HttpProxyHandler proxyHandler(InetSocketAddress address) {
        @Nullable String user = config.proxy() == null ? null : config.proxy().getUserInfo();
        HttpProxyHandler handler;
        if (user == null) {
            handler = new HttpProxyHandler(address);
        } else {
            String[] parts = user.split(":", 2);
            handler = new HttpProxyHandler(address, parts[0], parts.length > 1 ? parts[1] : "");
        }
        handler.setConnectTimeoutMillis(config.settings().handshakeTimeout().toMillis());
        return handler;
    }
}
