package dev.intercepts.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The threads that tunnels, and the sockets joined to them, run on; epoll where there is a native library, else NIO. Use
 * {@link #shared()} unless a test or a measurement wants its own: streams and sockets on one event loop are joined without a
 * hand-over between threads.
 *
 * @param group the threads
 */
public record EventLoops(EventLoopGroup group) {

    /** System property for the number of threads of {@link #shared()}; by default one for each processor. */
    public static final String THREADS_PROPERTY = "intercepts.eventLoops";

    /** The process's own; daemon threads, started with the first use, never stopped. */
    public static EventLoops shared() {
        return Shared.LOOPS;
    }

    /**
     * Starts a group of its own. Whoever starts it shuts its {@link #group()} down.
     *
     * @param threads at least 1
     * @param name of the threads
     */
    public static EventLoops create(int threads, String name) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
        }
        return new EventLoops(new MultiThreadIoEventLoopGroup(
                threads,
                new DefaultThreadFactory(name, true),
                Epoll.isAvailable() ? HalfCloseEpoll.newFactory() : NioIoHandler.newFactory()));
    }

    /** The class of listening sockets for this group. */
    public Class<? extends ServerSocketChannel> serverSocketChannel() {
        return isEpoll(group.next()) ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** A bootstrap for a socket on this very event loop, without a handler yet. */
    public static Bootstrap socketOn(EventLoop loop) {
        return new Bootstrap().group(loop).channel(socketChannel(loop));
    }

    private static Class<? extends SocketChannel> socketChannel(EventLoop loop) {
        return isEpoll(loop) ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    private static boolean isEpoll(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class);
    }

    private static final class Shared {
        static final EventLoops LOOPS =
                create(Integer.getInteger(THREADS_PROPERTY, Runtime.getRuntime().availableProcessors()), "tunnel");
    }
}
