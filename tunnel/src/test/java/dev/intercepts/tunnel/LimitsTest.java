package dev.intercepts.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LimitsTest {

    @Test
    void theAcceptingSideSaysAllItsSettings() {
        assertThat(settingsSent(false))
                .containsOnly(
                        Map.entry((int) Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS, 10_000L),
                        Map.entry((int) Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE, 524_288L),
                        Map.entry((int) Http2CodecUtil.SETTINGS_MAX_FRAME_SIZE, 65_536L),
                        Map.entry((int) Http2CodecUtil.SETTINGS_MAX_HEADER_LIST_SIZE, 16_384L));
    }

    @Test
    void theOpeningSideSaysAllItsSettingsToo() {
        assertThat(settingsSent(true))
                .containsOnly(
                        Map.entry((int) Http2CodecUtil.SETTINGS_ENABLE_PUSH, 0L),
                        Map.entry((int) Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS, 0L),
                        Map.entry((int) Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE, 524_288L),
                        Map.entry((int) Http2CodecUtil.SETTINGS_MAX_FRAME_SIZE, 65_536L),
                        Map.entry((int) Http2CodecUtil.SETTINGS_MAX_HEADER_LIST_SIZE, 16_384L));
    }

    @Test
    void aStreamBeyondThePeersLimitIsRefusedAsOverloaded() throws IOException {
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair =
                        TunnelPair.up(Direction.ACCEPT, 1, Settings.maxConcurrentStreams(2), TunnelPair.DIAL)) {
            BlockingChannel first = pair.open(echo.authority());
            pair.open(echo.authority());
            assertThatThrownBy(() -> pair.open(echo.authority()))
                    .cause()
                    .isInstanceOfSatisfying(
                            StreamRefusedException.class,
                            refused -> assertThat(refused.refusal())
                                    .isEqualTo(new StreamRefusal(503, Map.of("intercepts-reason", "overloaded"))));
            first.channel().close();
            await().untilAsserted(() -> pair.open(echo.authority()).channel().close());
        }
    }

    @Test
    void anIdleStreamIsResetAndABusyOneIsNot() throws IOException {
        TunnelSettings settings = Settings.streamIdle(Duration.ofMillis(1500), Duration.ofMillis(50));
        try (TcpTarget echo = TcpTarget.echo();
                TunnelPair pair = TunnelPair.up(Direction.ACCEPT, 1, settings, TunnelPair.DIAL)) {
            BlockingChannel idle = pair.open(echo.authority());
            BlockingChannel busy = pair.open(echo.authority());
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                busy.write(new byte[1]);
                busy.read(1);
                return !idle.channel().isOpen();
            });
            assertThat(busy.channel().isOpen()).isTrue();
        }
    }

    @Test
    void nagleIsOffOnBothEnds() throws IOException {
        List<Channel> acceptedOn = new CopyOnWriteArrayList<>();
        StreamAcceptor acceptor = stream -> acceptedOn.add(stream.accept(new BlockingChannel()));
        try (TunnelPair pair = TunnelPair.up(Direction.ACCEPT, 1, TunnelSettings.DEFAULT, acceptor)) {
            BlockingChannel stream = pair.open("any:1");
            assertThat(stream.channel().parent().config().getOption(ChannelOption.TCP_NODELAY))
                    .isTrue();
            assertThat(acceptedOn.getFirst().parent().config().getOption(ChannelOption.TCP_NODELAY))
                    .isTrue();
        }
    }

    @Test
    void openingWithoutATunnelFailsAtOnce() {
        Future<Channel> opened =
                new TunnelGroup("nobody").open(new StreamRequest("a:1", Map.of()), new BlockingChannel());
        assertThat(opened.cause()).isInstanceOf(NoTunnelException.class).hasMessage("no tunnel to nobody is up");
    }

    /** Reads the SETTINGS frame (RFC 9113 §6.5) that follows the client's preface, if any. */
    private static Map<Integer, Long> settingsSent(boolean opener) {
        EmbeddedChannel channel = new EmbeddedChannel(TunnelCodec.create(opener, TunnelSettings.DEFAULT));
        if (opener) {
            ByteBuf preface = channel.readOutbound();
            preface.release();
        }
        ByteBuf frame = channel.readOutbound();
        int length = frame.readUnsignedMedium();
        frame.skipBytes(6);
        Map<Integer, Long> settings = new HashMap<>();
        for (int i = 0; i < length; i += 6) {
            settings.put(frame.readUnsignedShort(), frame.readUnsignedInt());
        }
        frame.release();
        channel.finishAndReleaseAll();
        return settings;
    }
}
