package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DrainTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** A deploy: the old node announces, the dialler goes to the new one, whoever opens streams never fails. */
    @Test
    void aListenerDrainsWithoutAFailedStream() throws Exception {
        try (TcpTarget echo = TcpTarget.echo()) {
            TunnelGroup onBoth = new TunnelGroup("session");
            TunnelListener old = TunnelPair.listen(0, TunnelSettings.DEFAULT, onBoth, TunnelPair.DIAL);
            TunnelListener replacement = TunnelPair.listen(0, TunnelSettings.DEFAULT, onBoth, TunnelPair.DIAL);
            try (Switch balancer = new Switch(old.address().getPort())) {
                TunnelDialer dialer = TunnelPair.dial(balancer.port(), 2, TunnelSettings.DEFAULT, state -> {});
                await().until(() -> onBoth.tunnels().size() == 2);
                BlockingChannel open = open(onBoth, echo);

                List<Throwable> failures = new CopyOnWriteArrayList<>();
                AtomicBoolean stop = new AtomicBoolean();
                AtomicInteger exchanges = new AtomicInteger();
                Thread load = Thread.ofVirtual().start(() -> {
                    while (!stop.get()) {
                        try {
                            exchange(open(onBoth, echo));
                            exchanges.incrementAndGet();
                        } catch (IOException | AssertionError e) {
                            failures.add(e);
                        }
                    }
                });
                await().until(() -> exchanges.get() > 20);

                balancer.switchTo(replacement.address().getPort());
                CompletionStage<Void> drained = old.drain(LONG);
                await().until(() -> onBoth.tunnels().stream()
                                .filter(tunnel -> !tunnel.draining())
                                .count()
                        == 2);
                int before = exchanges.get();
                await().until(() -> exchanges.get() > before + 20);

                assertThat(drained.toCompletableFuture())
                        .as("a stream is still open")
                        .isNotDone();
                exchange(open);
                drained.toCompletableFuture().get(10, TimeUnit.SECONDS);
                stop.set(true);
                load.join();
                assertThat(failures).isEmpty();
                dialer.close();
            }
            replacement.close();
            await().until(onBoth::isEmpty);
        }
    }

    @Test
    void aDiallerDrainsWithoutAFailedStream() throws Exception {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT, 2, TunnelSettings.DEFAULT, TunnelPair.DIAL)) {
            BlockingChannel open = pair.open(echo.authority());
            CompletionStage<Void> drained = pair.dialer.drain(LONG);
            await().until(() -> pair.accepted.tunnels().stream().allMatch(Tunnel::draining));
            assertThat(pair.dialer.state()).isEqualTo(new TunnelDialer.State.Closed());
            assertThatThrownBy(() -> pair.open(echo.authority())).cause().isInstanceOf(NoTunnelException.class);

            exchange(open);
            drained.toCompletableFuture().get(10, TimeUnit.SECONDS);
            await().until(pair.accepted::isEmpty);
        }
    }

    @Test
    void whatIsOpenAfterTheTimeLimitIsReset() throws Exception {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            BlockingChannel open = pair.open(echo.authority());
            pair.dialer.drain(Duration.ofMillis(200)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThatThrownBy(open::readAll).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDrainingListenerTakesNoNewTunnels() throws Exception {
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener listener = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        int port = listener.address().getPort();
        listener.drain(LONG).toCompletableFuture().get(10, TimeUnit.SECONDS);
        await().untilAsserted(() ->
                assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(IOException.class));
    }

    private static BlockingChannel open(StreamOpener opener, TcpTarget target) throws IOException {
        return BlockingChannel.open(opener, target.authority());
    }

    private static void exchange(BlockingChannel stream) throws IOException {
        stream.write("hello".getBytes(UTF_8));
        stream.shutdownOutput();
        assertThat(stream.readAll()).asString(UTF_8).isEqualTo("hello");
    }
}
