package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.tunnel.Streams;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to whoever answers one client. Its events reach the client's connection on the client's event loop, also
 * where its own channel (a stream of the tunnel) runs on another.
 */
final class Upstream extends ChannelInboundHandlerAdapter {

    private final ClientConnection client;
    private final Destination destination;
    private @Nullable Channel channel;
    private boolean ended;
    private boolean gone;
    private boolean reused;

    Upstream(ClientConnection client, Destination destination) {
        this.client = client;
        this.destination = destination;
    }

    Destination destination() {
        return destination;
    }

    void opened(Channel opened) {
        channel = opened;
    }

    /** Whether the connection was there, be it gone by now. */
    boolean dialled() {
        return channel != null;
    }

    /** Whether bytes may be written to it, now or later. */
    boolean open() {
        return channel != null && !ended && !gone;
    }

    /** Whether an exchange was completed on it before. */
    boolean reused() {
        return reused;
    }

    void markReused() {
        reused = true;
    }

    /** Whether more may be written now. */
    boolean writable() {
        return channel != null && channel.isWritable();
    }

    void write(ByteBuf bytes) {
        if (channel == null || gone) {
            bytes.release();
        } else {
            channel.write(bytes);
        }
    }

    void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    /** Reads from it, or holds it back. */
    void reading(boolean wanted) {
        if (channel != null && channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    void shutdownOutput() {
        if (channel != null && !gone) {
            Streams.shutdownOutput(channel);
        }
    }

    /** Ends it in order: says so, and waits a while for the other side to say so too, whatever it still sends. */
    void close() {
        Channel open = channel;
        if (open != null && !gone && open.isActive()) {
            open.config().setAutoRead(true);
            Streams.shutdownOutput(open);
            Future<?> limit = open.eventLoop()
                    .schedule(() -> open.close(), client.limits().lingerTime().toMillis(), TimeUnit.MILLISECONDS);
            open.closeFuture().addListener(ignored -> limit.cancel(false));
        }
        gone = true;
    }

    /** Ends it so that the other side sees an error. */
    void reset() {
        if (channel != null && !gone) {
            Streams.reset(channel);
        }
        gone = true;
    }

    // No lambda where the event loop is the client's: with C1 alone, one that captures something is a call of native
    // code.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (client.here()) {
            read(ctx.channel(), (ByteBuf) message);
        } else {
            client.eventLoop().execute(() -> read(ctx.channel(), (ByteBuf) message));
        }
    }

    private void read(Channel from, ByteBuf bytes) {
        client.opened(this, from);
        if (gone) {
            bytes.release();
        } else {
            client.stage().upstreamBytes(this, bytes);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (client.here()) {
            client.flush();
        } else {
            client.eventLoop().execute(client::flush);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            client.inLoop(() -> {
                if (gone) {
                    ctx.close();
                } else {
                    end(client.stage(), true);
                }
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tell(stage -> end(stage, false));
    }

    private void end(Stage stage, boolean orderly) {
        if (gone || (orderly && ended)) {
            return;
        }
        ended = true;
        if (orderly) {
            stage.upstreamEnd(this);
        } else {
            gone = true;
            stage.upstreamLost(this);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        tell(stage -> stage.upstreamWritable(this));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        tell(stage -> end(stage, false));
        if (ctx.channel() instanceof SocketChannel) {
            // With half-closure allowed, Netty would make an end in order of a reset. The tunnel closes its streams
            // itself.
            ctx.close();
        }
    }

    private void tell(Consumer<Stage> event) {
        client.inLoop(() -> event.accept(client.stage()));
    }
}
