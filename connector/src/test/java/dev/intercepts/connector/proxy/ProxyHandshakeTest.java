package dev.intercepts.connector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.testing.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ProxyHandshakeTest {

    private static final String REQUEST = "GET http://hello.default/ HTTP/1.1\r\nHost: hello.default\r\n\r\n";

    private final List<ProxyRequest> requests = new ArrayList<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new ProxyHandshake((ctx, request) -> requests.add(request)));

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private void hangUp() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }

    @Test
    void whoHangsUpBeforeTheRequestIsClosed() {
        channel.writeInbound(bytes(REQUEST.substring(0, 20)));
        assertThat(channel.isOpen()).isTrue();

        hangUp();

        assertThat(channel.isOpen()).isFalse();
        assertThat(requests).isEmpty();
    }

    @Test
    void whoSaidWhatIsWantedMayHangUp() {
        channel.writeInbound(bytes(REQUEST));
        hangUp();

        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request.host()).isEqualTo("hello.default"));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whoDoesNotSayWhatIsWantedInTimeIsClosed() {
        channel.writeInbound(bytes("\u0005\u0001\u0000"));
        pass(ProxyHandshake.LIMIT_SECONDS - 1);
        channel.writeInbound(bytes("\u0005\u0001"));
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoSaidItHasAllTheTime() {
        channel.writeInbound(bytes(REQUEST));
        pass(2 * ProxyHandshake.LIMIT_SECONDS);

        assertThat(channel.isOpen()).isTrue();
    }
}
