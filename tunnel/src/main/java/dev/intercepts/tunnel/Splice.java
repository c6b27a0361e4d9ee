package dev.intercepts.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One of the two handlers that join two channels: passes on what its own channel reads. It reads only while the other is
 * writable, and may be made before the other is known.
 */
final class Splice extends ChannelInboundHandlerAdapter {

    private @Nullable Channel other;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Queue<Object> early;
    private boolean inputEnded;
    private boolean dirty;

    Splice(Channel other) {
        this.other = other;
    }

    /** Holds its channel's reading until {@link #join}. */
    Splice() {}

    /** Says where to; on its channel's event loop. */
    void join(Channel to) {
        other = to;
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        joined(ctx, to);
        if (early != null) {
            early.forEach(msg -> channelRead(ctx, msg));
            early = null;
            channelReadComplete(ctx);
        }
        if (inputEnded) {
            Streams.shutdownOutput(to);
        }
        if (to.isWritable()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (ctx.channel() instanceof DuplexChannel) {
            ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        Channel to = other;
        if (to == null) {
            ctx.channel().config().setAutoRead(false);
        } else {
            joined(ctx, to);
        }
    }

    private static void joined(ChannelHandlerContext ctx, Channel to) {
        if (!ctx.channel().isOpen()) {
            Streams.reset(to);
        } else if (!to.isOpen()) {
            Streams.reset(ctx.channel());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        Channel to = other;
        if (to == null) {
            // Epoll reads what is there when the peer half-closes, AUTO_READ or not.
            early = early == null ? new ArrayDeque<>(2) : early;
            early.add(msg);
            return;
        }
        to.write(msg, to.voidPromise());
        dirty = true;
        if (!to.isWritable()) {
            flush(to);
            ctx.channel().config().setAutoRead(false);
            // On another thread it may have become writable again before reading was off.
            if (to.isWritable()) {
                ctx.channel().config().setAutoRead(true);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Channel to = other;
        if (to != null) {
            flush(to);
        }
    }

    private void flush(Channel to) {
        if (dirty) {
            dirty = false;
            to.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Channel from = other;
        if (from != null && ctx.channel().isWritable()) {
            from.config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
            inputEnded = true;
            Channel to = other;
            if (to != null) {
                Streams.shutdownOutput(to);
            }
            Streams.closeIfEnded(ctx.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Channel to = other;
        if (to != null && !(inputEnded && Streams.isOutputShutdown(ctx.channel()))) {
            Streams.reset(to);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (early != null) {
            early.forEach(ReferenceCountUtil::release);
            early = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof StreamResetException)) {
            Streams.reset(ctx.channel());
        }
    }
}
