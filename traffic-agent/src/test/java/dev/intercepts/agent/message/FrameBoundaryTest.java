package dev.intercepts.agent.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameBoundaryTest {

    private static ByteBuf frame(int type, int flags, int length) {
        return Unpooled.buffer()
                .writeMedium(length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(type == 4 ? 0 : 1)
                .writeZero(length);
    }

    @Test
    void aFrameMayFollowBetweenFramesButNotWithinAFieldBlock() {
        ByteBuf bytes = Unpooled.wrappedBuffer(
                frame(4, 0, 12), // SETTINGS, to 21
                frame(1, 0, 5), // HEADERS without END_HEADERS
                frame(9, 4, 3), // CONTINUATION with it, to 47
                frame(0, 0, 300), // DATA, to 356
                frame(1, 5, 0)); // HEADERS with END_HEADERS and END_STREAM, to 365
        for (int piece = 1; piece <= bytes.readableBytes(); piece++) {
            assertThat(boundaries(bytes, piece)).as("pieces of %s", piece).containsExactly(21, 47, 356, 365);
        }
    }

    @Test
    void theSettingsOfAServerAreKnown() {
        assertThat(FrameBoundary.settings(frame(4, 0, 0))).isTrue();
        assertThat(FrameBoundary.settings(frame(4, 0, 18))).isTrue();
        assertThat(FrameBoundary.settings(frame(4, 0, 17))).isFalse();
        assertThat(FrameBoundary.settings(frame(4, 1, 0))).isFalse();
        assertThat(FrameBoundary.settings(frame(1, 0, 0))).isFalse();
        assertThat(FrameBoundary.settings(Unpooled.copiedBuffer("220 mail ready", UTF_8)))
                .isFalse();
        assertThat(FrameBoundary.settings(Unpooled.copiedBuffer("220", UTF_8))).isFalse();
    }

    private static List<Integer> boundaries(ByteBuf bytes, int piece) {
        FrameBoundary boundary = new FrameBoundary();
        assertThat(boundary.open()).isFalse();
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at < bytes.readableBytes(); at += piece) {
            ByteBuf part = bytes.slice(at, Math.min(piece, bytes.readableBytes() - at));
            int taken = 0;
            while (taken < part.readableBytes()) {
                taken += boundary.take(part, taken);
                if (boundary.open()) {
                    found.add(at + taken);
                }
            }
        }
        return found;
    }
}
