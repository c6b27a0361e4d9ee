package dev.intercepts.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In virtual time, but for the last. */
class KeepAliveTest {

    private static final Liveness DEFAULT =
            new Liveness(TunnelSettings.DEFAULT.pingInterval(), TunnelSettings.DEFAULT.pingTimeout());

    private final List<String> deaths = new ArrayList<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new KeepAlive(DEFAULT, new Random(1), now -> {}, deaths::add));

    KeepAliveTest() {
        // Else the time that the test itself takes is added.
        channel.freezeTime();
    }

    @Test
    void pingsEveryFiveSecondsMoreOrLess() {
        List<Integer> pingedAt = new ArrayList<>();
        for (int decisecond = 1; decisecond <= 3000; decisecond++) {
            advance(Duration.ofMillis(100));
            if (pinged()) {
                pingedAt.add(decisecond);
                hear();
            }
        }
        assertThat(pingedAt).hasSizeBetween(55, 65);
        for (int i = 1; i < pingedAt.size(); i++) {
            assertThat(pingedAt.get(i) - pingedAt.get(i - 1)).isBetween(40, 61);
        }
        assertThat(pingedAt)
                .as("not in step")
                .isNotEqualTo(pingedAt.stream().map(at -> at / 50 * 50).toList());
        assertThat(deaths).isEmpty();
    }

    @Test
    void aSilentPeerIsDeadAfterTwelveSecondsAndNotBefore() {
        hear();
        advanceInSteps(Duration.ofMillis(11_900));
        assertThat(deaths).isEmpty();
        advanceInSteps(Duration.ofMillis(200));
        assertThat(deaths).hasSize(1);
        assertThat(deaths.getFirst()).startsWith("no answer for 12");
    }

    @Test
    void anythingHeardCountsAsAnAnswer() {
        for (int i = 0; i < 10; i++) {
            advanceInSteps(Duration.ofSeconds(10));
            hear();
        }
        assertThat(deaths).isEmpty();
    }

    @Test
    void aPauseOfThisProcessIsNotThePeersDeath() {
        hear();
        advance(Duration.ofMinutes(10));
        assertThat(deaths).isEmpty();
        advanceInSteps(Duration.ofSeconds(12));
        assertThat(deaths).hasSize(1);
    }

    @Test
    void aPeerThatWentSilentIsNoticedOnBothSidesAndDialledAgain() {
        TunnelSettings settings = Settings.ping(Duration.ofMillis(300), Duration.ofMillis(1500));
        TunnelGroup accepted = new TunnelGroup("dialler");
        TunnelListener listener = TunnelPair.listen(0, settings, accepted, TunnelPair.DIAL);
        try (Wire wire = new Wire(listener.address().getPort())) {
            List<TunnelDialer.State> states = new CopyOnWriteArrayList<>();
            TunnelDialer dialer = TunnelPair.dial(wire.port(), 1, settings, states::add);
            await().until(() -> accepted.tunnels().size() == 1);
            Tunnel before = accepted.tunnels().getFirst();
            wire.fallSilent();
            await().until(accepted::isEmpty);
            assertThat(before.closed().toCompletableFuture()).isCompleted();
            await().until(() -> states.stream()
                    .anyMatch(state -> state instanceof TunnelDialer.State.Connecting(String reason)
                            && reason != null
                            && reason.startsWith("no answer for")));
            dialer.close();
        } finally {
            listener.close();
        }
    }

    private void hear() {
        channel.pipeline().fireChannelReadComplete();
    }

    private boolean pinged() {
        Object out = channel.readOutbound();
        ReferenceCountUtil.release(out);
        return out instanceof Http2PingFrame;
    }

    private void advanceInSteps(Duration duration) {
        for (long millis = 0; millis < duration.toMillis(); millis += 100) {
            advance(Duration.ofMillis(100));
        }
    }

    private void advance(Duration duration) {
        channel.advanceTimeBy(duration.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
