package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A relay: what comes in on one tunnel goes out on another. */
@ExtendWith(NoLeaks.class)
class ForwardTest {

    private static final int MIB = 1024 * 1024;

    private final TunnelPair far = TunnelPair.up(Direction.ACCEPT, 2, TunnelSettings.DEFAULT, TunnelPair.DIAL);
    private final TunnelPair near = TunnelPair.up(
            Direction.OPEN,
            2,
            TunnelSettings.DEFAULT,
            stream -> Streams.forward(stream, far.opener(), stream.request(), "relay"));

    @AfterEach
    void close() {
        near.close();
        far.close();
    }

    @Test
    void bytesAndHalfClosesPassThrough() throws IOException {
        byte[] much = new byte[8 * MIB];
        new Random(1).nextBytes(much);
        try (TcpTarget echo = TcpTarget.echo()) {
            BlockingChannel stream = near.open(echo.authority());
            Thread.ofVirtual().start(() -> {
                stream.write(much);
                stream.shutdownOutput();
            });
            assertThat(Arrays.equals(stream.readAll(), much)).isTrue();
            awaitNothingLeft();
        }
    }

    @Test
    void aTargetThatSpeaksFirstIsHeard() throws IOException {
        try (TcpTarget greeting = new TcpTarget(socket -> {
            socket.getOutputStream().write("220 hello".getBytes(UTF_8));
            socket.getInputStream().read();
        })) {
            for (int i = 0; i < 50; i++) {
                BlockingChannel stream = near.open(greeting.authority());
                assertThat(stream.read(9)).asString(UTF_8).isEqualTo("220 hello");
                stream.channel().close();
            }
            awaitNothingLeft();
        }
    }

    @Test
    void aResetByTheVisitorReachesTheTarget() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (TcpTarget target = new TcpTarget(socket -> {
            try {
                socket.getInputStream().read();
                seen.complete("end");
            } catch (IOException e) {
                seen.complete(e.getMessage());
            }
        })) {
            near.open(target.authority()).channel().close();
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("Connection reset");
            awaitNothingLeft();
        }
    }

    @Test
    void aResetByTheTargetReachesTheVisitor() throws IOException {
        try (TcpTarget target = new TcpTarget(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        })) {
            BlockingChannel stream = near.open(target.authority());
            stream.write(new byte[1]);
            assertThatThrownBy(stream::readAll).cause().isInstanceOf(StreamResetException.class);
            awaitNothingLeft();
        }
    }

    @Test
    void aStalledVisitorStopsTheTarget() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (TcpTarget endless = new TcpTarget(socket -> {
            byte[] chunk = new byte[64 * 1024];
            while (true) {
                socket.getOutputStream().write(chunk);
                sent.addAndGet(chunk.length);
            }
        })) {
            BlockingChannel stream = near.open(endless.authority());
            stream.channel().config().setAutoRead(false);
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(300, TimeUnit.MILLISECONDS)
                    .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(20 * MIB);
            stream.channel().close();
            awaitNothingLeft();
        }
    }

    @Test
    void withoutATunnelTheStreamIsRefusedByTheRelay() {
        far.dialer.close();
        await().until(far.accepted::isEmpty);
        assertThatThrownBy(() -> near.open("any:1"))
                .cause()
                .isInstanceOfSatisfying(
                        StreamRefusedException.class,
                        refused -> assertThat(refused.refusal())
                                .isEqualTo(new StreamRefusal(
                                        503, Map.of("intercepts-reason", "no-tunnel", "intercepts-hop", "relay"))));
    }

    private void awaitNothingLeft() {
        await().until(() -> far.accepted.tunnels().stream().allMatch(tunnel -> tunnel.activeStreams() == 0)
                && near.accepted.tunnels().stream().allMatch(tunnel -> tunnel.activeStreams() == 0));
    }
}
