package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class EventLoopsTest {

    /** As on a laptop without Netty's native library. */
    @Test
    void tunnelsRunOnNioToo() throws IOException {
        EventLoops nio = new EventLoops(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()));
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener listener = TunnelListener.bind(
                new TunnelListener.Config("127.0.0.1", 0, null, TunnelSettings.DEFAULT, nio),
                hello -> CompletableFuture.completedStage(
                        new Authenticator.Verdict.Accepted(new Peer("session", Map.of()))),
                accepted::add,
                TunnelPair.DIAL);
        TunnelDialer dialer = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + listener.address().getPort()),
                        1,
                        null,
                        null,
                        TunnelSettings.DEFAULT,
                        nio),
                () -> TunnelPair.hello(Direction.ACCEPT),
                TunnelPair.DIAL,
                state -> {});
        try (TcpTarget echo = TcpTarget.echo()) {
            await().until(() -> !accepted.isEmpty());
            BlockingChannel stream = BlockingChannel.open(accepted, echo.authority());
            assertThat(stream.channel().parent()).isInstanceOf(NioSocketChannel.class);
            stream.write("by NIO".getBytes(UTF_8));
            stream.shutdownOutput();
            assertThat(stream.readAll()).asString(UTF_8).isEqualTo("by NIO");
        } finally {
            dialer.close();
            await().until(accepted::isEmpty);
            listener.close();
            nio.group().shutdownGracefully();
        }
    }

    @Test
    void aStreamIsOpenedOnTheCallersEventLoopWhereATunnelRunsThere() throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(Direction.OPEN, 2, TunnelSettings.DEFAULT, TunnelPair.DIAL)) {
            EventLoops loops = EventLoops.shared();
            long onOwnLoop = StreamSupport.stream(loops.group().spliterator(), false)
                    .filter(loop -> runsOn(pair, echo, loop))
                    .count();
            long threads =
                    StreamSupport.stream(loops.group().spliterator(), false).count();
            assertThat(onOwnLoop).isEqualTo(Math.min(2, threads));
        }
    }

    private static boolean runsOn(TunnelPair pair, TcpTarget target, EventExecutor loop) {
        BlockingChannel stream = new BlockingChannel();
        pair.dialer
                .open(new StreamRequest(target.authority(), Map.of()), stream, (EventLoop) loop)
                .awaitUninterruptibly();
        boolean same = stream.channel().eventLoop() == loop;
        stream.channel().close();
        return same;
    }

    @Test
    void noThreadsAreNoGroup() {
        assertThatThrownBy(() -> EventLoops.create(0, "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: 0 (expected: >= 1)");
    }
}
