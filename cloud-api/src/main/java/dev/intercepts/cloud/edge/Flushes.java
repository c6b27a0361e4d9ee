package dev.intercepts.cloud.edge;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * Flushes streams once the event loop has read all that was there to read. Streams of one tunnel share a socket, so what
 * many visitors sent in one turn of the loop leaves in one system call. This is a task of the same turn, never a timer.
 */
final class Flushes {

    private static final FastThreadLocal<Flushes> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected Flushes initialValue() {
            return new Flushes();
        }
    };

    private final List<Channel> pending = new ArrayList<>();

    /** Flushes the channel soon; on its event loop. */
    static void soon(Channel channel) {
        OF_THREAD.get().add(channel);
    }

    private void add(Channel channel) {
        if (pending.isEmpty()) {
            EventLoop loop = channel.eventLoop();
            loop.execute(this::flush);
        }
        pending.add(channel);
    }

    private void flush() {
        for (int i = 0; i < pending.size(); i++) {
            pending.get(i).flush();
        }
        pending.clear();
    }
}
