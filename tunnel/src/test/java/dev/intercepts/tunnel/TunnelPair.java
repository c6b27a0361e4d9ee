package dev.intercepts.tunnel;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A listener and a dialer on loopback. Streams go to whatever {@code host:port} their authority names. */
final class TunnelPair implements AutoCloseable {

    static final String TOKEN = "a token";
    static final StreamAcceptor DIAL = stream -> {
        URI target = URI.create("tcp://" + stream.request().authority());
        Streams.dial(stream, target.getHost(), target.getPort(), "test");
    };

    final Direction direction;
    final TunnelSettings settings;
    final TunnelListener listener;
    final TunnelDialer dialer;
    final TunnelGroup accepted = new TunnelGroup("dialer");
    final List<TunnelDialer.State> states = new CopyOnWriteArrayList<>();

    /** One connection on which the other side than the caller of {@link #open} dials. */
    static TunnelPair up(Direction direction) {
        return up(direction, 1, TunnelSettings.DEFAULT, DIAL);
    }

    static TunnelPair up(Direction direction, int connections, TunnelSettings settings, StreamAcceptor acceptor) {
        TunnelPair pair = new TunnelPair(direction, connections, settings, acceptor);
        pair.awaitUp(connections);
        return pair;
    }

    private TunnelPair(Direction direction, int connections, TunnelSettings settings, StreamAcceptor acceptor) {
        this.direction = direction;
        this.settings = settings;
        listener = listen(0, settings, accepted, acceptor);
        dialer = dial(listener.address().getPort(), direction, connections, settings, acceptor, states::add);
    }

    static TunnelDialer dial(int port, int connections, TunnelSettings settings, Consumer<TunnelDialer.State> onState) {
        return dial(port, Direction.ACCEPT, connections, settings, DIAL, onState);
    }

    static TunnelDialer dial(
            int port,
            Direction direction,
            int connections,
            TunnelSettings settings,
            StreamAcceptor acceptor,
            Consumer<TunnelDialer.State> onState) {
        return TunnelDialer.start(
                new TunnelDialer.Config(URI.create("http://127.0.0.1:" + port), connections, null, null, settings),
                () -> hello(direction),
                acceptor,
                onState);
    }

    static TunnelListener listen(int port, TunnelSettings settings, TunnelGroup accepted, StreamAcceptor acceptor) {
        return TunnelListener.bind(
                new TunnelListener.Config("127.0.0.1", port, null, settings),
                hello -> CompletableFuture.completedStage(
                        hello.token().equals(TOKEN)
                                ? new Authenticator.Verdict.Accepted(new Peer(hello.kind(), hello.headers()))
                                : new Authenticator.Verdict.Refused(401, "This token is not known.")),
                accepted::add,
                acceptor);
    }

    static Hello hello(Direction direction) {
        return new Hello("session", direction, TOKEN, "0.1.0", Map.of("intercepts-cluster", "c1"));
    }

    void awaitUp(int connections) {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> accepted.tunnels().size() >= connections);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> dialer.state() instanceof TunnelDialer.State.Connected connected
                        && connected.connections() >= connections);
    }

    /** Where streams are opened. */
    StreamOpener opener() {
        return direction == Direction.ACCEPT ? accepted : dialer;
    }

    /** Opens a stream to a target and waits for it. */
    BlockingChannel open(String authority) throws IOException {
        return BlockingChannel.open(opener(), authority);
    }

    @Override
    public void close() {
        dialer.close();
        listener.close();
        await().until(() -> accepted.isEmpty());
    }
}
