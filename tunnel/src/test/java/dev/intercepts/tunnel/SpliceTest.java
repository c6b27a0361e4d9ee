package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.testing.NoLeaks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.flush.FlushConsolidationHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without sockets and without time. */
@ExtendWith(NoLeaks.class)
class SpliceTest {

    private final EmbeddedChannel from = new EmbeddedChannel();
    private final EmbeddedChannel to = new EmbeddedChannel();

    @AfterEach
    void close() {
        from.finishAndReleaseAll();
        to.finishAndReleaseAll();
    }

    @Test
    void bytesAreFlushedWhenTheReadCompletes() {
        splice();
        from.pipeline().fireChannelRead(bytes("data: 1\n\n"));
        assertThat(written()).as("there may be more in this read").isNull();
        from.pipeline().fireChannelReadComplete();
        assertThat(written()).isEqualTo("data: 1\n\n");
    }

    @Test
    void joinedFlushesWaitForTheEndOfTheTurnAndNotForATimer() {
        to.pipeline().addFirst(new FlushConsolidationHandler(256, true));
        splice();
        from.writeInbound(bytes("a"));
        to.runPendingTasks();
        assertThat(written()).isEqualTo("a");
        assertThat(to.hasPendingTasks()).isFalse();
    }

    @Test
    void readsOnlyWhileTheOtherIsWritable() {
        splice();
        to.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        from.writeInbound(bytes("a"));
        assertThat(from.config().isAutoRead()).isFalse();
        assertThat(written()).as("what was read is passed on all the same").isEqualTo("a");

        to.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        to.runPendingTasks();
        assertThat(from.config().isAutoRead()).isTrue();
    }

    @Test
    void whatCameBeforeTheOtherWasKnownIsPassedOnFirst() {
        Splice splice = new Splice();
        from.pipeline().addLast(splice);
        assertThat(from.config().isAutoRead()).isFalse();
        from.writeInbound(bytes("early"));
        splice.join(to);
        assertThat(from.config().isAutoRead()).isTrue();
        from.writeInbound(bytes("late"));
        assertThat(written()).isEqualTo("early");
        assertThat(written()).isEqualTo("late");
    }

    @Test
    void anEndThatCameBeforeTheOtherWasKnownIsPassedOn() {
        Splice splice = new Splice();
        from.pipeline().addLast(splice);
        from.writeInbound(bytes("all"));
        from.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        splice.join(to);
        assertThat(written()).isEqualTo("all");
        assertThat(Streams.isOutputShutdown(to)).isTrue();
    }

    @Test
    void whatCameEarlyIsReleasedWhenNothingComesOfIt() {
        Splice splice = new Splice();
        from.pipeline().addLast(splice);
        ByteBuf early = bytes("early");
        from.writeInbound(early);
        from.pipeline().remove(splice);
        assertThat(early.refCnt()).isZero();
    }

    @Test
    void whoIsClosedBeforeTheOtherIsKnownClosesIt() {
        Splice splice = new Splice();
        from.pipeline().addLast(splice);
        from.close();
        splice.join(to);
        assertThat(to.isOpen()).isFalse();
    }

    @Test
    void aCloseWithoutAnEndIsAReset() {
        splice();
        from.close();
        assertThat(to.isOpen()).isFalse();
    }

    private void splice() {
        from.pipeline().addLast(Streams.spliceTo(to));
        to.pipeline().addLast(Streams.spliceTo(from));
    }

    private static ByteBuf bytes(String text) {
        return ByteBufAllocator.DEFAULT.buffer().writeBytes(text.getBytes(UTF_8));
    }

    private @Nullable String written() {
        ByteBuf buffer = to.readOutbound();
        if (buffer == null) {
            return null;
        }
        String text = buffer.toString(UTF_8);
        buffer.release();
        return text;
    }
}
