package dev.intercepts.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class KeptConnectionTest {

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final Deque<Consumer<DialOutcome>> attempts = new ArrayDeque<>();
    private final List<Carrier> carriers = new ArrayList<>();
    private final List<TunnelConnection> up = new ArrayList<>();
    private final KeptConnection connection = kept(new Random(1), (turn, carrier, onOutcome) -> {
        carriers.add(carrier);
        attempts.add(onOutcome);
    });

    KeptConnectionTest() {
        // Else the time that the test itself takes is added.
        clock.freezeTime();
    }

    private KeptConnection kept(Random random, KeptConnection.Dial dial) {
        return new KeptConnection(clock.eventLoop(), dial, TunnelSettings.DEFAULT, random, 0, up::add, () -> {});
    }

    @Test
    void dialsAgainWithinTheGrowingBound() {
        connection.dial();
        for (long bound : new long[] {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
            fail("no route", false);
            advance(Duration.ofMillis(bound));
            assertThat(attempts).as("within %s ms", bound).hasSize(1);
        }
        assertThat(connection.state()).isEqualTo(new KeptConnection.State.Down("no route"));
    }

    @Test
    void manyDiallersThatLostTheSameNodeComeBackSpreadOut() {
        List<Long> dialledAt = new ArrayList<>();
        long start = now();
        Random random = new Random(1);
        for (int i = 0; i < 400; i++) {
            boolean[] first = {true};
            kept(random, (turn, carrier, onOutcome) -> {
                        if (first[0]) {
                            first[0] = false;
                            onOutcome.accept(new DialOutcome.Failed("node gone", false));
                        } else {
                            dialledAt.add(TimeUnit.NANOSECONDS.toMillis(now() - start));
                        }
                    })
                    .dial();
        }
        for (int i = 0; i < 60; i++) {
            advance(Duration.ofMillis(10));
        }
        assertThat(dialledAt).hasSize(400);
        for (int tenth = 0; tenth < 10; tenth++) {
            int from = tenth * 50;
            assertThat(dialledAt.stream().filter(at -> at >= from && at < from + 50))
                    .as("in tenth %s", tenth)
                    .hasSizeBetween(15, 70);
        }
    }

    @Test
    void aRefusalIsKeptAndTriedAgainSlowly() {
        connection.dial();
        attempts.remove().accept(new DialOutcome.Refused(401, "Unknown token."));
        clock.runPendingTasks();
        assertThat(connection.state()).isEqualTo(new KeptConnection.State.Refused(401, "Unknown token."));
        advance(Duration.ofSeconds(14));
        assertThat(attempts).isEmpty();
        advance(Duration.ofSeconds(16));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void aNodeThatGoesAwayIsNoRefusal() {
        connection.dial();
        attempts.remove().accept(new DialOutcome.Refused(503, "Going away."));
        clock.runPendingTasks();
        assertThat(connection.state()).isEqualTo(new KeptConnection.State.Down("Going away."));
        advance(Duration.ofMillis(500));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void triesAWebSocketWhereSomethingInBetweenAnswered() {
        connection.dial();
        fail("answered with 400", true);
        advance(Duration.ofSeconds(1));
        fail("answered with 400", true);
        advance(Duration.ofSeconds(1));
        assertThat(carriers).containsExactly(Carrier.PLAIN, Carrier.WEBSOCKET, Carrier.PLAIN);
    }

    @Test
    void isDialledAgainWhenItBreaks() {
        connection.dial();
        EmbeddedChannel channel = comeUp();
        assertThat(connection.state()).isInstanceOf(KeptConnection.State.Up.class);
        channel.close();
        clock.runPendingTasks();
        assertThat(connection.state()).isEqualTo(new KeptConnection.State.Down("connection closed by the peer"));
        advance(Duration.ofMillis(500));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void staysUpWhileItsListenerGoesAwayAndTheReplacementIsNotThere() {
        connection.dial();
        EmbeddedChannel channel = comeUp();
        channel.writeInbound(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        clock.runPendingTasks();
        assertThat(connection.state()).isEqualTo(new KeptConnection.State.Replacing(up.getFirst()));
        advance(Duration.ofMillis(500));
        fail("no route", false);
        assertThat(connection.state()).isEqualTo(new KeptConnection.State.Replacing(up.getFirst()));
        advance(Duration.ofSeconds(1));
        comeUp();
        assertThat(connection.state()).isInstanceOf(KeptConnection.State.Up.class);
        assertThat(goAwaysSent(channel)).isEqualTo(1);
    }

    @Test
    void isDownWhenItsListenerIsGoneBeforeTheReplacementIsThere() {
        connection.dial();
        EmbeddedChannel channel = comeUp();
        channel.writeInbound(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        clock.runPendingTasks();
        channel.close();
        clock.runPendingTasks();
        assertThat(connection.state()).isEqualTo(new KeptConnection.State.Down("connection closed by the peer"));
        advance(Duration.ofMillis(500));
        assertThat(attempts).hasSize(1);
    }

    private static long goAwaysSent(EmbeddedChannel channel) {
        return channel.outboundMessages().stream()
                .filter(Http2GoAwayFrame.class::isInstance)
                .count();
    }

    @Test
    void isDialledNoMoreOnceStopped() {
        connection.dial();
        fail("no route", false);
        connection.stop();
        advance(Duration.ofMinutes(10));
        assertThat(attempts).isEmpty();
    }

    private EmbeddedChannel comeUp() {
        EmbeddedChannel channel = new EmbeddedChannel();
        TunnelConnection tunnel = new TunnelConnection(
                channel,
                new TunnelConnection.Role(new Peer("peer", Map.of()), true, true, TunnelSettings.DEFAULT),
                ignored -> {});
        channel.pipeline().addLast(tunnel);
        attempts.remove().accept(new DialOutcome.Up(tunnel));
        clock.runPendingTasks();
        return channel;
    }

    private void fail(String reason, boolean carrierSuspect) {
        @Nullable Consumer<DialOutcome> attempt = attempts.poll();
        assertThat(attempt).isNotNull();
        attempt.accept(new DialOutcome.Failed(reason, carrierSuspect));
        clock.runPendingTasks();
    }

    private long now() {
        return clock.eventLoop().ticker().nanoTime();
    }

    private void advance(Duration duration) {
        clock.advanceTimeBy(duration.toMillis(), TimeUnit.MILLISECONDS);
        clock.runScheduledPendingTasks();
        clock.runPendingTasks();
    }
}
