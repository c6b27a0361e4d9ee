package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class ReconnectTest {

    @ParameterizedTest
    @EnumSource
    void ofTwoConnectionsOneIsCutAndNoNewStreamFails(Direction direction) throws Exception {
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener listener = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        try (TcpTarget echo = TcpTarget.echo();
                Wire wire = new Wire(listener.address().getPort())) {
            TunnelDialer dialer =
                    TunnelPair.dial(wire.port(), direction, 2, TunnelSettings.DEFAULT, TunnelPair.DIAL, state -> {});
            await().until(() ->
                    accepted.tunnels().size() == 2 && dialer.state().equals(new TunnelDialer.State.Connected(2)));
            StreamOpener opener = direction == Direction.ACCEPT ? accepted : dialer;

            List<Throwable> failedToOpen = new CopyOnWriteArrayList<>();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger opened = new AtomicInteger();
            Thread load = Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    try {
                        BlockingChannel stream = BlockingChannel.open(opener, echo.authority());
                        opened.incrementAndGet();
                        stream.channel().close();
                    } catch (IOException e) {
                        failedToOpen.add(e);
                    }
                }
            });
            for (int cut = 0; cut < 5; cut++) {
                int before = opened.get();
                await().until(() -> opened.get() > before + 50 && wire.lines().size() == 2);
                long connections = wire.accepted();
                wire.lines().getFirst().cut();
                await().until(() ->
                        wire.accepted() > connections && dialer.state().equals(new TunnelDialer.State.Connected(2)));
            }
            stop.set(true);
            load.join();
            assertThat(failedToOpen).isEmpty();
            dialer.close();
        } finally {
            listener.close();
        }
    }

    @Test
    void comesBackWhenTheListenerDoes() throws IOException {
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener first = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        int port = first.address().getPort();
        List<TunnelDialer.State> states = new CopyOnWriteArrayList<>();
        TunnelDialer dialer = TunnelPair.dial(port, 1, TunnelSettings.DEFAULT, states::add);
        await().until(() -> accepted.tunnels().size() == 1);
        first.close();
        await().until(() -> dialer.state() instanceof TunnelDialer.State.Connecting);

        TunnelListener second = TunnelPair.listen(port, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        try (TcpTarget echo = TcpTarget.echo()) {
            await().until(() -> accepted.tunnels().size() == 1);
            BlockingChannel stream = BlockingChannel.open(accepted, echo.authority());
            stream.write("again".getBytes(UTF_8));
            assertThat(stream.read(5)).asString(UTF_8).isEqualTo("again");
        }
        dialer.close();
        await().until(() -> dialer.state().equals(new TunnelDialer.State.Closed()));
        second.close();
    }

    /** Where nobody listens, attempts must stay one at a time: with full jitter some 3 to 12 in the first seconds. */
    @Test
    void comesBackThoughWhoIsToldOfItFails() {
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener first = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        int port = first.address().getPort();
        AtomicInteger told = new AtomicInteger();
        TunnelDialer dialer = TunnelPair.dial(port, 1, TunnelSettings.DEFAULT, state -> {
            told.incrementAndGet();
            throw new IllegalStateException("of a test: told of " + state);
        });
        await().until(() -> accepted.tunnels().size() == 1);
        first.close();
        await().until(() -> dialer.state() instanceof TunnelDialer.State.Connecting);

        TunnelListener second = TunnelPair.listen(port, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        await().until(() -> accepted.tunnels().size() == 1);
        assertThat(told).hasPositiveValue();
        dialer.close();
        second.close();
    }

    @Test
    void anUnreachableListenerIsNotFloodedWithAttempts() throws IOException {
        // Bound, so that nobody else gets the port, and not listening, so that it refuses.
        Socket refusing = new Socket();
        refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int unused = refusing.getLocalPort();
        AtomicInteger attempts = new AtomicInteger();
        TunnelDialer dialer = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + unused), 1, null, null, TunnelSettings.DEFAULT),
                () -> {
                    attempts.incrementAndGet();
                    return TunnelPair.hello(Direction.ACCEPT);
                },
                TunnelPair.DIAL,
                state -> {});
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(60)).until(() -> attempts.get() < 20);
        assertThat(attempts.get()).isGreaterThan(1);
        assertThat(dialer.state())
                .isInstanceOfSatisfying(
                        TunnelDialer.State.Connecting.class,
                        connecting -> assertThat(connecting.reason()).contains("Connection refused"));
        dialer.close();
        refusing.close();
    }

    @Test
    void aRefusalIsTold() {
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener listener = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        TunnelDialer dialer = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + listener.address().getPort()),
                        2,
                        null,
                        null,
                        TunnelSettings.DEFAULT),
                () -> new Hello("session", Direction.ACCEPT, "another token", "0.1.0", Map.of()),
                TunnelPair.DIAL,
                state -> {});
        await().until(() -> dialer.state().equals(new TunnelDialer.State.Refused(401, "This token is not known.")));
        dialer.close();
        listener.close();
    }
}
