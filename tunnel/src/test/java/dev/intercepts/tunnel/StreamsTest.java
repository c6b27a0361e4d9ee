package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class StreamsTest {

    @ParameterizedTest
    @EnumSource
    void carriesBytesBothWays(Direction direction) throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(direction)) {
            BlockingChannel stream = pair.open(echo.authority());
            stream.write("hello".getBytes(UTF_8));
            assertThat(stream.read(5)).asString(UTF_8).isEqualTo("hello");
            stream.shutdownOutput();
            assertThat(stream.readAll()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesMuchBothWaysAtOnce(Direction direction) throws IOException {
        byte[] much = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(much);
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(direction)) {
            BlockingChannel stream = pair.open(echo.authority());
            Thread.ofVirtual().start(() -> {
                stream.write(much);
                stream.shutdownOutput();
            });
            assertThat(Arrays.equals(stream.readAll(), much)).isTrue();
        }
    }

    @Test
    void peerAndHeadersArriveWithTheTunnel() {
        try (TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            Tunnel tunnel = pair.accepted.tunnels().getFirst();
            assertThat(tunnel.peer().id()).isEqualTo("session");
            assertThat(tunnel.peer().attributes()).containsEntry("intercepts-cluster", "c1");
            assertThat(tunnel.opensStreams()).isTrue();
        }
    }

    @Test
    void requestHeadersArriveWithTheStream() throws IOException {
        List<StreamRequest> seen = new CopyOnWriteArrayList<>();
        StreamAcceptor acceptor = stream -> {
            seen.add(stream.request());
            stream.accept(new BlockingChannel()).close();
        };
        try (TunnelPair pair = TunnelPair.up(Direction.ACCEPT, 1, TunnelSettings.DEFAULT, acceptor)) {
            StreamRequest request = new StreamRequest("ingress.ns:443", Map.of("intercepts-intercept", "ns/name"));
            pair.opener().open(request, new BlockingChannel()).awaitUninterruptibly();
            assertThat(seen).containsExactly(request);
        }
    }

    @Test
    void theTargetEndsFirstAndTheOtherWayGoesOn() throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        try (TcpTarget target = new TcpTarget(socket -> {
                    socket.getOutputStream().write("bye".getBytes(UTF_8));
                    socket.shutdownOutput();
                    received.complete(socket.getInputStream().readAllBytes());
                });
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            BlockingChannel stream = pair.open(target.authority());
            assertThat(stream.readAll()).asString(UTF_8).isEqualTo("bye");
            stream.write("still here".getBytes(UTF_8));
            stream.shutdownOutput();
            assertThat(received.get(10, TimeUnit.SECONDS)).asString(UTF_8).isEqualTo("still here");
            await().until(() -> pair.accepted.tunnels().getFirst().activeStreams() == 0);
        }
    }

    @Test
    void theOpenerEndsFirstAndTheOtherWayGoesOn() throws IOException {
        try (TcpTarget target = new TcpTarget(socket -> {
                    byte[] all = socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(("got " + new String(all, UTF_8)).getBytes(UTF_8));
                });
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            BlockingChannel stream = pair.open(target.authority());
            stream.write("question".getBytes(UTF_8));
            stream.shutdownOutput();
            assertThat(stream.readAll()).asString(UTF_8).isEqualTo("got question");
            await().until(() -> pair.accepted.tunnels().getFirst().activeStreams() == 0);
        }
    }

    @Test
    void aBrokenTargetResetsTheStreamWithConnectError() throws IOException {
        try (TcpTarget target = new TcpTarget(socket -> {
                    socket.getInputStream().read();
                    socket.setSoLinger(true, 0);
                });
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            BlockingChannel stream = pair.open(target.authority());
            stream.write(new byte[1]);
            assertThatThrownBy(stream::readAll)
                    .cause()
                    .isInstanceOf(StreamResetException.class)
                    .hasMessage("stream reset by peer with CONNECT_ERROR");
        }
    }

    @Test
    void aResetStreamResetsTheTargetsSocket() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (TcpTarget target = new TcpTarget(socket -> {
                    try {
                        socket.getInputStream().read();
                        seen.complete("end");
                    } catch (IOException e) {
                        seen.complete(e.getMessage());
                    }
                });
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            pair.open(target.authority()).channel().close();
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("Connection reset");
        }
    }

    @Test
    void anUnreachableTargetIsRefusedWithTheHop() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        try (TunnelPair pair = TunnelPair.up(Direction.ACCEPT)) {
            assertThatThrownBy(() -> pair.open("127.0.0.1:" + unused))
                    .cause()
                    .isInstanceOfSatisfying(
                            StreamRefusedException.class,
                            refused -> assertThat(refused.refusal())
                                    .isEqualTo(new StreamRefusal(
                                            502,
                                            Map.of("intercepts-reason", "connect-failed", "intercepts-hop", "test"))));
        }
    }

    @Test
    void aStreamThatIsNotAnsweredInTimeIsRefusedHere() {
        TunnelSettings settings = Settings.openTimeout(Duration.ofMillis(50));
        try (TunnelPair pair = TunnelPair.up(Direction.ACCEPT, 1, settings, stream -> {})) {
            assertThatThrownBy(() -> pair.open("nobody:1"))
                    .cause()
                    .isInstanceOfSatisfying(
                            StreamRefusedException.class,
                            refused -> assertThat(refused.refusal().status()).isEqualTo(504));
        }
    }

    @Test
    void forwardJoinsTwoTunnels() throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair far = TunnelPair.up(Direction.ACCEPT);
                TunnelPair near = TunnelPair.up(
                        Direction.ACCEPT,
                        1,
                        TunnelSettings.DEFAULT,
                        stream -> Streams.forward(stream, far.opener(), stream.request(), "relay"))) {
            BlockingChannel stream = near.open(echo.authority());
            stream.write("through two".getBytes(UTF_8));
            stream.shutdownOutput();
            assertThat(stream.readAll()).asString(UTF_8).isEqualTo("through two");
        }
    }

    @Test
    void forwardPassesARefusalOnAsItIs() {
        StreamRefusal refusal =
                new StreamRefusal(403, Map.of("intercepts-hop", "far", "intercepts-reason", "not-allowed"));
        try (TunnelPair far =
                        TunnelPair.up(Direction.ACCEPT, 1, TunnelSettings.DEFAULT, stream -> stream.refuse(refusal));
                TunnelPair near = TunnelPair.up(
                        Direction.ACCEPT,
                        1,
                        TunnelSettings.DEFAULT,
                        stream -> Streams.forward(stream, far.opener(), stream.request(), "relay"))) {
            assertThatThrownBy(() -> near.open("anything:1"))
                    .cause()
                    .isInstanceOfSatisfying(
                            StreamRefusedException.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(refusal));
        }
    }

    @Test
    void openingOnTheAcceptingSideFails() {
        try (TunnelPair pair = TunnelPair.up(Direction.OPEN)) {
            Future<?> opened = pair.accepted
                    .tunnels()
                    .getFirst()
                    .open(new StreamRequest("a:1", Map.of()), new BlockingChannel())
                    .awaitUninterruptibly();
            assertThat(opened.cause()).isInstanceOf(NoTunnelException.class);
        }
    }

    @Test
    void socketsAreSplicedAsStreamsAre() throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT);
                Front front = new Front(pair.opener(), echo.authority());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            client.getOutputStream().write("by socket".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("by socket");
        }
    }

    /** The answer is far more than sockets buffer, so that it must wait to be written after the client's end was read. */
    @Test
    void aHalfClosedClientStillGetsALargeAnswer() throws IOException {
        byte[] answer = new byte[32 * 1024 * 1024];
        new Random(1).nextBytes(answer);
        try (TcpTarget target = new TcpTarget(socket -> {
                    socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(answer);
                });
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT);
                Front front = new Front(pair.opener(), target.authority());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            client.getOutputStream().write("question".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(Arrays.equals(client.getInputStream().readAllBytes(), answer))
                    .isTrue();
        }
    }
}
