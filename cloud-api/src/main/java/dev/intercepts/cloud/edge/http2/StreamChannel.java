package dev.intercepts.cloud.edge.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One stream of a visitor's HTTP/2 connection as a channel of its own, which may move to another event loop as a socket may: the
 * connection stays where it is, and frames are handed over where the two run apart. Back-pressure holds both ways: what has
 * arrived counts as consumed when it has been read here, and what is written here leaves only while little of it waits there.
 */
public final class StreamChannel extends AbstractChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    /** Bytes that may wait in the connection, for its flow control, before writing stops here. */
    private static final int MAX_WAITING = 64 * 1024;

    /** The connection's side. Called on the channel's event loop. */
    public interface Connection {
        /** Sends frames and flushes; {@link StreamChannel#sent} is to be called as their bytes leave. */
        void send(StreamChannel channel, List<Http2StreamFrame> frames);

        /** So many bytes of data frames have been read. */
        void consumed(int bytes);

        /** Resets the stream. */
        void abort(Http2Error error);

        /** The channel has been closed. */
        void closed();
    }

    private final Connection connection;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Queue<Http2StreamFrame> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean open = true;
    private boolean lost;
    private boolean wantsToRead;
    private boolean delivering;

    /**
     * A channel that has yet to be registered.
     *
     * @param parent the connection's channel
     */
    public StreamChannel(Channel parent, Connection connection) {
        super(parent);
        this.connection = connection;
    }

    /** A frame has arrived for this stream, and is released by it; on the connection's event loop. */
    public void arrived(Http2StreamFrame frame) {
        arrived.add(frame);
        run(this::deliver);
    }

    /** The visitor has reset the stream, or its connection is gone: closes without another frame. On any thread. */
    public void lost() {
        run(() -> {
            if (isRegistered()) {
                end();
            } else {
                lost = true;
            }
        });
    }

    /** So many bytes have left the connection, or never will. On any thread. */
    public void sent(int bytes) {
        if (waiting.addAndGet(-bytes) < MAX_WAITING / 2) {
            run(() -> ((StreamUnsafe) unsafe()).resume());
        }
    }

    /** Bytes that the connection was given and that have not left it. On any thread. */
    public int handedOver() {
        return waiting.get();
    }

    void abort(Http2Error error) {
        connection.abort(error);
    }

    /** Runs on the channel's event loop, wherever that is by then. */
    private void run(Runnable task) {
        EventLoop loop = eventLoop();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(() -> run(task));
        }
    }

    private void deliver() {
        if (!open) {
            dropArrived();
            return;
        }
        if (delivering || !isRegistered()) {
            return; // Between two event loops: reading begins again in the new one.
        }
        delivering = true;
        boolean any = false;
        int consumed = 0;
        try {
            while (wantsToRead && open) {
                Http2StreamFrame frame = arrived.poll();
                if (frame == null) {
                    break;
                }
                wantsToRead = config.isAutoRead();
                any = true;
                consumed += size(frame);
                pipeline().fireChannelRead(frame);
                wantsToRead &= config.isAutoRead();
            }
        } finally {
            delivering = false;
        }
        if (consumed > 0) {
            connection.consumed(consumed);
        }
        if (any) {
            wantsToRead = false;
            pipeline().fireChannelReadComplete();
        }
    }

    /** Bytes that flow control counts. */
    private static int size(Http2StreamFrame frame) {
        return frame instanceof Http2DataFrame data ? data.initialFlowControlledBytes() : 0;
    }

    private void dropArrived() {
        Http2StreamFrame frame;
        while ((frame = arrived.poll()) != null) {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        super.doRegister(promise);
        if (lost) {
            eventLoop().execute(this::end);
        }
    }

    private void end() {
        unsafe().close(unsafe().voidPromise());
    }

    @Override
    protected void doBeginRead() {
        wantsToRead = true;
        if (!delivering && !arrived.isEmpty()) {
            eventLoop().execute(this::deliver);
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        List<Http2StreamFrame> batch = new ArrayList<>(4);
        while (waiting.get() < MAX_WAITING) {
            Object message = out.current();
            if (message == null) {
                break;
            }
            if (message instanceof Http2StreamFrame frame) {
                waiting.addAndGet(size(frame));
                batch.add(ReferenceCountUtil.retain(frame));
            }
            out.remove();
        }
        if (!batch.isEmpty()) {
            connection.send(this, batch);
        }
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof Http2StreamFrame || (message instanceof ByteBuf bytes && !bytes.isReadable())) {
            return message;
        }
        throw new UnsupportedOperationException("only frames leave a stream: " + message.getClass());
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            dropArrived();
            connection.closed();
        }
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected SocketAddress localAddress0() {
        return parent().localAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return parent().remoteAddress();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("a stream binds no address");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new StreamUnsafe();
    }

    private final class StreamUnsafe extends AbstractUnsafe {

        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("a stream comes connected"));
        }

        /** Writes on what waits. */
        void resume() {
            flush0();
        }
    }
}
