package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.cloud.relay.ClusterTunnels;
import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.security.RateLimit;
import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The HTTP reverse proxy behind every preview URL, on a port of its own. */
public final class Edge implements AutoCloseable {

    /** Hand-off codes a minute that were not good; those that are good are always taken. */
    private static final int WRONG_CODES = 120;

    private final Channel listener;
    private final ChannelGroup visitors;
    private final Future<?> sweeps;
    private final ExecutorService blocking;
    private final Upstreams upstreams;

    private Edge(
            Channel listener, ChannelGroup visitors, Future<?> sweeps, ExecutorService blocking, Upstreams upstreams) {
        this.listener = listener;
        this.visitors = visitors;
        this.sweeps = sweeps;
        this.blocking = blocking;
        this.upstreams = upstreams;
    }

    /**
     * Starts serving, on the event loops of the tunnels.
     *
     * @param config where and how
     * @param directory which previews there are
     * @param handoff how visitors sign in
     * @param tunnels the way into clusters
     * @param requests is told of each request to a preview
     * @param loops where the tunnels run
     * @throws IllegalStateException where the port is taken
     */
    public static Edge start(
            EdgeConfig config,
            PreviewDirectory directory,
            VisitorHandoff handoff,
            ClusterTunnels tunnels,
            RequestSink requests,
            EventLoops loops) {
        return start(config, directory, handoff, tunnels, requests, SpanSink.LOG, loops, null);
    }

    /**
     * Starts serving as {@link #start(EdgeConfig, PreviewDirectory, VisitorHandoff, ClusterTunnels, RequestSink, EventLoops)} does.
     *
     * @param spans is told of each request that went into the cluster
     * @param tls asked for each connection, {@code null} where TLS ends before the edge
     */
    static Edge start(
            EdgeConfig config,
            PreviewDirectory directory,
            VisitorHandoff handoff,
            ClusterTunnels tunnels,
            RequestSink requests,
            SpanSink spans,
            EventLoops loops,
            @Nullable Supplier<SslContext> tls) {
        ExecutorService blocking = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("edge-", 0).factory());
        Clock clock = Clock.systemUTC();
        Deadlines deadlines = new Deadlines(System::nanoTime);
        Routes routes = new Routes(config, directory);
        Admission admission = new Admission(handoff, blocking, System::nanoTime);
        Upstreams upstreams = new Upstreams(tunnels, ingressTls(config), config, deadlines);
        EdgeParts parts = new EdgeParts(
                config,
                routes,
                admission,
                new Cookies(config.https()),
                upstreams,
                deadlines,
                new AddressLimits(config.limits().connectionsPerAddress()),
                RateLimit.perMinute(WRONG_CODES, clock),
                requests,
                spans,
                clock,
                secrets(new SecureRandom()));
        ChannelGroup visitors = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        Channel listener = listen(loops, parts, new Reception(parts), visitors, tls);
        Future<?> sweeps = loops.group()
                .next()
                .scheduleAtFixedRate(
                        () -> {
                            deadlines.sweep();
                            admission.prune();
                            routes.prune();
                        },
                        500,
                        500,
                        TimeUnit.MILLISECONDS);
        return new Edge(listener, visitors, sweeps, blocking, upstreams);
    }

    private static Channel listen(
            EventLoops loops,
            EdgeParts parts,
            Reception reception,
            ChannelGroup visitors,
            @Nullable Supplier<SslContext> tls) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel visitor) {
                        visitors.add(visitor);
                        if (tls != null) {
                            visitor.pipeline().addLast(tls.get().newHandler(visitor.alloc()));
                        }
                        VisitorConnection connection = new VisitorConnection(parts, reception);
                        visitor.pipeline().addLast(new FirstBytes(parts, reception, connection), connection);
                    }
                })
                .bind(parts.config().host(), parts.config().port())
                .syncUninterruptibly()
                .channel();
    }

    /** Where it listens, with the port that was given where 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** How many visitors' connections are open. */
    int connections() {
        return visitors.size();
    }

    /** How many bytes of answers wait for visitors who read slowly. */
    long waiting() {
        return visitors.stream().mapToLong(Outflow::waiting).sum();
    }

    /** For how many routes the event loop that this runs on keeps connections. */
    int keptRoutes() {
        return upstreams.keptRoutes();
    }

    /** Closes the port and every visitor's connection. */
    @Override
    public void close() {
        sweeps.cancel(false);
        listener.close().syncUninterruptibly();
        visitors.close().syncUninterruptibly();
        blocking.shutdownNow();
    }

    private static Supplier<String> secrets(SecureRandom random) {
        return () -> {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
    }

    /**
     * The tunnel has proved which cluster this is, and its manager leads to no other address than the intercept's; so an
     * ingress with a certificate of its own making is believed unless the configuration says otherwise.
     */
    private static SslContext ingressTls(EdgeConfig config) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (!config.verifyIngress()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm("");
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS towards ingresses can't be set up: " + e.getMessage(), e);
        }
    }
}
