package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class CancelledStreamsTest {

    private static final int MANY = 5_000;

    /** In either role: the limits against floods of resets differ between HTTP/2 servers and clients. */
    @ParameterizedTest
    @EnumSource
    void afterFiveThousandCancelledStreamsTheSameConnectionStillWorks(Direction direction) throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(direction, 1, TunnelSettings.DEFAULT, stream -> {
                    if (stream.request().authority().equals(echo.authority())) {
                        TunnelPair.DIAL.onStream(stream);
                    } else {
                        stream.accept(new Quiet());
                    }
                })) {
            Tunnel tunnel = pair.accepted.tunnels().getFirst();
            openAndThen(pair, Channel::close);
            assertWorks(pair, tunnel, echo);
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterFiveThousandStreamsResetByTheirTargetTheSameConnectionStillWorks(Direction direction) throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(direction, 1, TunnelSettings.DEFAULT, stream -> {
                    if (stream.request().authority().equals(echo.authority())) {
                        TunnelPair.DIAL.onStream(stream);
                    } else {
                        Streams.reset(stream.accept(new Quiet()));
                    }
                })) {
            Tunnel tunnel = pair.accepted.tunnels().getFirst();
            openAndThen(pair, channel -> {});
            assertWorks(pair, tunnel, echo);
        }
    }

    @Test
    void streamsGivenUpBeforeTheyAreAnsweredLeaveNothingBehind() throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT, 1, TunnelSettings.DEFAULT, stream -> {
                    if (stream.request().authority().equals(echo.authority())) {
                        TunnelPair.DIAL.onStream(stream);
                    }
                })) {
            Tunnel tunnel = pair.accepted.tunnels().getFirst();
            for (int i = 0; i < 500; i++) {
                pair.opener()
                        .open(new StreamRequest("nobody:1", Map.of()), new Quiet())
                        .cancel(false);
            }
            assertWorks(pair, tunnel, echo);
        }
    }

    /** Expects resets and does nothing. */
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            assertThat(cause).isInstanceOf(StreamResetException.class);
        }
    }

    private static void openAndThen(TunnelPair pair, Consumer<Channel> what) {
        Semaphore atOnce = new Semaphore(100);
        for (int i = 0; i < MANY; i++) {
            atOnce.acquireUninterruptibly();
            Future<Channel> opening = pair.opener().open(new StreamRequest("any:1", Map.of()), new Quiet());
            opening.addListener(opened -> {
                if (opening.isSuccess()) {
                    opening.getNow().closeFuture().addListener(closed -> atOnce.release());
                    what.accept(opening.getNow());
                } else {
                    atOnce.release();
                }
            });
        }
        atOnce.acquireUninterruptibly(100);
    }

    private static void assertWorks(TunnelPair pair, Tunnel tunnel, TcpTarget echo) throws IOException {
        await().until(() -> tunnel.activeStreams() == 0);
        BlockingChannel stream = pair.open(echo.authority());
        stream.write("still here".getBytes(UTF_8));
        stream.shutdownOutput();
        assertThat(stream.readAll()).asString(UTF_8).isEqualTo("still here");
        assertThat(pair.accepted.tunnels()).containsExactly(tunnel);
    }
}
