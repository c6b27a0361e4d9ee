package dev.intercepts.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream's last handler that a test's thread reads from and writes to, like a socket. */
final class BlockingChannel extends ChannelInboundHandlerAdapter {

    private sealed interface Event {
        record Bytes(byte[] bytes) implements Event {}

        record End() implements Event {}

        record Broken(@Nullable Throwable cause) implements Event {}
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile @Nullable ChannelHandlerContext context;
    private volatile boolean ended;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf buffer = (ByteBuf) msg;
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes).release();
        events.add(new Event.Bytes(bytes));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ended = true;
            events.add(new Event.End());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!ended) {
            events.add(new Event.Broken(null));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        events.add(new Event.Broken(cause));
    }

    /** Opens a stream to a target and waits for it. */
    static BlockingChannel open(StreamOpener opener, String authority) throws IOException {
        BlockingChannel stream = new BlockingChannel();
        Future<Channel> opened = opener.open(new StreamRequest(authority, Map.of()), stream);
        if (!opened.awaitUninterruptibly(20, TimeUnit.SECONDS)) {
            throw new IOException("not opened within 20 s");
        }
        if (!opened.isSuccess()) {
            throw new IOException(opened.cause().getMessage(), opened.cause());
        }
        return stream;
    }

    Channel channel() {
        return Objects.requireNonNull(context).channel();
    }

    void write(byte[] bytes) {
        channel().writeAndFlush(Unpooled.wrappedBuffer(bytes)).awaitUninterruptibly();
    }

    void shutdownOutput() {
        Streams.shutdownOutput(channel()).awaitUninterruptibly();
    }

    /** The next bytes, or {@code null} at the end. */
    byte @Nullable [] read() throws IOException {
        return switch (next()) {
            case Event.Bytes(byte[] bytes) -> bytes;
            case Event.End ignored -> null;
            case Event.Broken(Throwable cause) -> throw new IOException("broken", cause);
        };
    }

    /** All bytes up to the end. */
    byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] bytes = read(); bytes != null; bytes = read()) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    /** Exactly so many bytes. */
    byte[] read(int count) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < count) {
            byte[] bytes = read();
            if (bytes == null) {
                throw new IOException("ended after " + all.size() + " of " + count + " bytes");
            }
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private Event next() throws IOException {
        try {
            Event event = events.poll(20, TimeUnit.SECONDS);
            if (event == null) {
                throw new IOException("nothing within 20 s");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
