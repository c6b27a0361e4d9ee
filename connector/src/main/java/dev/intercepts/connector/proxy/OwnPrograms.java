package dev.intercepts.connector.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in connections of some users' programs only: whoever gets through the proxy reaches the cluster with the rights of the user
 * whose daemon this is. First in a connection's pipeline; nothing is read before it has decided.
 */
@ChannelHandler.Sharable
final class OwnPrograms extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(OwnPrograms.class);

    private final Set<Integer> users;
    private final Consumer<Channel> letIn;

    /**
     * Makes it.
     *
     * @param users their numbers
     * @param letIn told of a connection that may be read, on its event loop
     */
    OwnPrograms(Set<Integer> users, Consumer<Channel> letIn) {
        this.users = users;
        this.letIn = letIn;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Channel socket = ctx.channel();
        InetSocketAddress program = (InetSocketAddress) socket.remoteAddress();
        InetSocketAddress us = (InetSocketAddress) socket.localAddress();
        Thread.ofVirtual().name("proxy-owner").start(() -> {
            OptionalInt owner = owner(program, us);
            if (owner.isPresent() && users.contains(owner.getAsInt())) {
                socket.eventLoop().execute(() -> {
                    if (socket.isOpen()) {
                        letIn.accept(socket);
                    }
                });
            } else {
                LOG.atWarn()
                        .addKeyValue("user", owner.isPresent() ? owner.getAsInt() : "unknown")
                        .log("a program of another user was refused");
                socket.close();
            }
        });
    }

    private static OptionalInt owner(InetSocketAddress program, InetSocketAddress us) {
        try {
            return SocketOwners.find(program, us);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the table of sockets cannot be read");
            return OptionalInt.empty();
        }
    }
}
