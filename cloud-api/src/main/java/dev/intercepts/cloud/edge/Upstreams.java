package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.cloud.relay.ClusterTunnels;
import dev.intercepts.protocol.stream.TraceParent;
import dev.intercepts.tunnel.NoTunnelException;
import dev.intercepts.tunnel.StreamOpener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections to ingresses through tunnels; those that are between requests are kept for each event loop and route. */
final class Upstreams {

    private static final int MAX_IDLE = 512;
    private static final int HANDSHAKE_SECONDS = 5;

    private final ClusterTunnels tunnels;
    private final SslContext tls;
    private final EdgeConfig config;
    private final Deadlines deadlines;
    private final FastThreadLocal<Map<Route, Deque<UpstreamConnection>>> idle = new FastThreadLocal<>() {
        @Override
        protected Map<Route, Deque<UpstreamConnection>> initialValue() {
            return new HashMap<>();
        }
    };

    /** Told of an opened connection, or of why there is none; on any thread. */
    interface Opened {
        void opened(UpstreamConnection upstream, Channel channel);

        void failed(Throwable cause);
    }

    Upstreams(ClusterTunnels tunnels, SslContext tls, EdgeConfig config, Deadlines deadlines) {
        this.tunnels = tunnels;
        this.tls = tls;
        this.config = config;
        this.deadlines = deadlines;
    }

    /** Whether a member has cut the cluster behind a route off. */
    boolean cutOff(Route route) {
        return tunnels.revoked(route.target().clusterId());
    }

    /** A connection of this event loop that waits for a request, the one used last, or {@code null}. */
    @Nullable
    UpstreamConnection take(Route route) {
        Deque<UpstreamConnection> waiting = idle.get().get(route);
        return waiting == null ? null : waiting.pollLast();
    }

    /** Keeps a connection for a next request, unless it has ended meanwhile; on its event loop. */
    void give(UpstreamConnection upstream) {
        if (!upstream.alive()) {
            return;
        }
        Deque<UpstreamConnection> waiting = idle.get().computeIfAbsent(upstream.route(), ignored -> new ArrayDeque<>());
        if (waiting.size() >= MAX_IDLE) {
            upstream.close();
            return;
        }
        upstream.idleUntil(deadlines.in(config.times().idleStream().toNanos()));
        waiting.addLast(upstream);
    }

    /**
     * Forgets a connection that has ended, and with the last one its route; on its event loop. {@link #take} leaves an empty queue,
     * so that a request costs no new one.
     */
    void forget(UpstreamConnection upstream) {
        Map<Route, Deque<UpstreamConnection>> ofLoop = idle.get();
        Deque<UpstreamConnection> waiting = ofLoop.get(upstream.route());
        if (waiting != null) {
            waiting.remove(upstream);
            if (waiting.isEmpty()) {
                ofLoop.remove(upstream.route());
            }
        }
    }

    /** For how many routes this event loop keeps connections. */
    int keptRoutes() {
        return idle.get().size();
    }

    /**
     * Opens a connection, on the given event loop if a tunnel runs there.
     *
     * @param asker the span of the request that needs it; those who pass the stream on are told
     */
    void open(Route route, TraceParent asker, EventLoop preferred, Opened then) {
        PreviewTarget target = route.target();
        StreamOpener opener = tunnels.find(target.organizationId(), target.clusterId(), target.sessionId());
        if (opener == null) {
            then.failed(new NoTunnelException("cluster " + target.clusterId() + " is not connected"));
            return;
        }
        UpstreamConnection upstream =
                new UpstreamConnection(route, this, config.limits().heads(), deadlines);
        opener.open(route.streamRequest(asker), handler(route, upstream), preferred)
                .addListener((Future<Channel> future) -> {
                    if (!future.isSuccess()) {
                        then.failed(future.cause());
                        return;
                    }
                    Channel channel = future.getNow();
                    route.learnHome(preferred, channel.eventLoop());
                    then.opened(upstream, channel);
                });
    }

    private ChannelHandler handler(Route route, UpstreamConnection upstream) {
        if (!route.target().ingress().tls()) {
            return upstream;
        }
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                String name = route.target().ingress().effectiveL5Host();
                SslHandler handler = tls.newHandler(
                        channel.alloc(), name, route.target().ingress().port());
                handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
                channel.pipeline().addLast(handler, upstream);
            }
        };
    }
}
