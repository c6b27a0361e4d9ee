package dev.intercepts.connector.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Lets in connections of some users' programs only: whoever gets through the proxy reaches the cluster with the rights of the user
 * whose daemon this is. First in a connection's pipeline; nothing is looked at before it has decided.
 */
final class OwnPrograms extends ChannelInboundHandlerAdapter {

    private final BiPredicate<InetSocketAddress, InetSocketAddress> own;
    private final Consumer<Channel> letIn;
    private final Queue<Object> early = new ArrayDeque<>(2);
    private boolean inputEnded;

    /**
     * Makes it, for one connection.
     *
     * @param own whether a connection, by its end at the program and ours, is of one of them; may block
     * @param letIn told of a connection that may be read, on its event loop; adds to its pipeline who reads it
     */
    OwnPrograms(BiPredicate<InetSocketAddress, InetSocketAddress> own, Consumer<Channel> letIn) {
        this.own = own;
        this.letIn = letIn;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Channel socket = ctx.channel();
        InetSocketAddress program = (InetSocketAddress) socket.remoteAddress();
        InetSocketAddress us = (InetSocketAddress) socket.localAddress();
        Thread.ofVirtual().name("proxy-owner").start(() -> {
            if (own.test(program, us)) {
                socket.eventLoop().execute(() -> letIn(ctx));
            } else {
                socket.close();
            }
        });
    }

    /** Epoll reads what is there when the program half-closes, AUTO_READ or not. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        early.add(msg);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        inputEnded |= event instanceof ChannelInputShutdownEvent;
    }

    private void letIn(ChannelHandlerContext ctx) {
        if (!ctx.channel().isOpen()) {
            return;
        }
        letIn.accept(ctx.channel());
        for (Object msg = early.poll(); msg != null; msg = early.poll()) {
            ctx.fireChannelRead(msg);
        }
        if (inputEnded) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        // It may have closed the connection, and left the pipeline with that.
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }
}
