package dev.intercepts.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stream take all frames that one read of the connection brought before its read is complete; Netty's default ends the
 * read, and so flushes, after each frame beyond the sixteenth of a stream's life.
 */
@SuppressWarnings("deprecation") // Handle is what the interface still asks for
final class WholeReads implements RecvByteBufAllocator {

    static final WholeReads INSTANCE = new WholeReads();

    private WholeReads() {}

    @Override
    public Handle newHandle() {
        return new WholeRead();
    }

    private static final class WholeRead implements ExtendedHandle {

        private @Nullable ChannelConfig config;

        @Override
        public void reset(ChannelConfig config) {
            this.config = config;
        }

        @Override
        public boolean continueReading() {
            return config != null && config.isAutoRead();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return continueReading();
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            throw new UnsupportedOperationException("a stream's bytes come with its frames");
        }

        @Override
        public int guess() {
            return TunnelCodec.MAX_FRAME_SIZE;
        }

        @Override
        public void incMessagesRead(int count) {}

        @Override
        public void lastBytesRead(int bytes) {}

        @Override
        public int lastBytesRead() {
            return 0;
        }

        @Override
        public void attemptedBytesRead(int bytes) {}

        @Override
        public int attemptedBytesRead() {
            return 0;
        }

        @Override
        public void readComplete() {}
    }
}
