package dev.intercepts.testing;

import io.github.nettyplus.leakdetector.junit.NettyLeakDetectorExtension;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test class fails if it leaves a Netty buffer that nobody released; with {@code io.netty.leakDetection.level} {@code paranoid}
 * each buffer is followed, and the failure says where it was touched. Looks once for a class: each look costs a collection of
 * garbage.
 */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

    private final NettyLeakDetectorExtension detector = new NettyLeakDetectorExtension(false, true, false, true);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        look(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        look(context);
    }

    private void look(ExtensionContext context) throws Exception {
        try {
            // Collects garbage; what was leaked is told when the next buffer is taken.
            detector.beforeAll(context);
            PooledByteBufAllocator.DEFAULT.buffer(1).release();
            detector.afterAll(context);
        } finally {
            detector.reset();
        }
    }
}
