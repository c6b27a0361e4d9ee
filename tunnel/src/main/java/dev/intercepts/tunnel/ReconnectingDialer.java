package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link TunnelDialer} of several {@link KeptConnection}s, whose states it sums up. */
final class ReconnectingDialer implements TunnelDialer {

    private static final Logger LOG = LoggerFactory.getLogger(ReconnectingDialer.class);

    private final Config config;
    private final Consumer<State> onState;
    private final TunnelGroup tunnels;
    private final List<KeptConnection> connections = new ArrayList<>();
    /** All state is confined to it; connections themselves run on all event loops in turn. */
    private final EventLoop home;

    private volatile State state = new State.Connecting(null);

    private ReconnectingDialer(Config config, Supplier<Hello> hello, StreamAcceptor acceptor, Consumer<State> onState) {
        this.config = config;
        this.onState = onState;
        this.tunnels = new TunnelGroup(config.uri().toString());
        this.home = config.loops().group().next();
        Dialling dialling = new Dialling(config, hello, acceptor);
        for (int i = 0; i < config.connections(); i++) {
            EventLoop loop = config.loops().group().next();
            connections.add(new KeptConnection(
                    home,
                    (turn, carrier, onOutcome) -> dialling.dial(turn, carrier, loop, onOutcome),
                    config.settings(),
                    ThreadLocalRandom.current(),
                    i,
                    tunnels::add,
                    this::changed));
        }
    }

    static TunnelDialer start(Config config, Supplier<Hello> hello, StreamAcceptor acceptor, Consumer<State> onState) {
        ReconnectingDialer dialer = new ReconnectingDialer(config, hello, acceptor, onState);
        dialer.home.execute(() -> dialer.connections.forEach(KeptConnection::dial));
        return dialer;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public Future<Channel> open(StreamRequest request, ChannelHandler handler) {
        return tunnels.open(request, handler);
    }

    @Override
    public Future<Channel> open(StreamRequest request, ChannelHandler handler, EventLoop preferred) {
        return tunnels.open(request, handler, preferred);
    }

    @Override
    public CompletionStage<Void> drain(Duration limit) {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        home.execute(() -> {
            stop();
            CompletableFuture.allOf(tunnels.tunnels().stream()
                            .map(tunnel -> tunnel.drain(limit).toCompletableFuture())
                            .toArray(CompletableFuture[]::new))
                    .thenRun(() -> drained.complete(null));
        });
        return drained;
    }

    @Override
    public void close() {
        home.execute(() -> {
            stop();
            tunnels.tunnels().forEach(Tunnel::close);
        });
    }

    private void stop() {
        connections.forEach(KeptConnection::stop);
        changed();
    }

    private void changed() {
        State now = sum(connections.stream().map(KeptConnection::state).toList());
        if (now.equals(state)) {
            return;
        }
        state = now;
        LOG.atDebug().addKeyValue("uri", config.uri()).log("tunnels: {}", now);
        try {
            onState.accept(now);
        } catch (RuntimeException e) {
            // What comes next, dialling or closing, is not for whoever is told to prevent.
            LOG.atWarn().setCause(e).log("whoever is told of tunnels failed at it");
        }
    }

    /** One connection that is up counts for more than another's trouble, and a refusal for more than a failure. */
    static State sum(List<KeptConnection.State> states) {
        int up = 0;
        State down = new State.Connecting(null);
        for (KeptConnection.State state : states) {
            switch (state) {
                case KeptConnection.State.Up ignored -> up++;
                case KeptConnection.State.Replacing ignored -> up++;
                case KeptConnection.State.Refused(int status, String message) ->
                    down = new State.Refused(status, message);
                case KeptConnection.State.Down(String reason) -> {
                    if (!(down instanceof State.Refused) && reason != null) {
                        down = new State.Connecting(reason);
                    }
                }
                case KeptConnection.State.Stopped ignored -> {
                    return new State.Closed();
                }
            }
        }
        return up > 0 ? new State.Connected(up) : down;
    }
}
