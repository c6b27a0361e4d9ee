package dev.intercepts.connector.forward;

import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.KubeFailures;
import dev.intercepts.connector.outbound.NetworkRights;
import dev.intercepts.connector.users.LocalUsers;
import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on the laptop's loopback that leads to a port of the Traffic Manager, through the API server's port-forward. Each
 * connection finds the working pod anew, so the local port stays while the manager's pods come and go. It is for this process'
 * own user alone: whoever gets through is the Traffic Manager's connector, with the rights of the user who connected (docs/decisions/0062).
 */
public final class ManagerForward implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagerForward.class);

    private final Cluster cluster;
    private final PortForwarder forwarder;
    private final int managerPort;
    private final LocalUsers users;
    private final Channel server;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile @Nullable String lastFailure;

    private ManagerForward(Cluster cluster, int managerPort, LocalUsers users) throws IOException {
        this.cluster = cluster;
        this.forwarder = new PortForwarder(cluster.access());
        this.managerPort = managerPort;
        this.users = users;
        EventLoops loops = EventLoops.shared();
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel local) {
                        connections.add(local);
                        local.pipeline().addLast(new Arrival());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause());
        }
        this.server = bound.channel();
    }

    /** Binds a free local port, for the user that runs this process. */
    public static ManagerForward open(Cluster cluster, int managerPort) throws IOException {
        return open(
                cluster, managerPort, LocalUsers.only(NetworkRights.current().user()));
    }

    /**
     * Binds a free local port.
     *
     * @param users whose connections are forwarded; the others' are closed
     */
    static ManagerForward open(Cluster cluster, int managerPort, LocalUsers users) throws IOException {
        return new ManagerForward(cluster, managerPort, users);
    }

    /** The local port. */
    public int localPort() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Why a connection could not be forwarded last, or {@code null}. */
    public @Nullable String lastFailure() {
        return lastFailure;
    }

    /** Closes the port, and the connections with it. */
    @Override
    public void close() {
        server.close();
        connections.close();
    }

    /** Nothing is read before there is somewhere to pass it on to. */
    private final class Arrival extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            Channel local = ctx.channel();
            InetSocketAddress program = (InetSocketAddress) local.remoteAddress();
            InetSocketAddress us = (InetSocketAddress) local.localAddress();
            ctx.pipeline().remove(this);
            Thread.ofVirtual().name("forward-" + managerPort).start(() -> {
                if (users.own(program, us)) {
                    forward(local);
                } else {
                    local.close();
                }
            });
        }
    }

    private void forward(Channel local) {
        try {
            String pod = cluster.managerPod();
            if (pod == null) {
                throw new IOException("no pod of the Traffic Manager is ready");
            }
            forwarder.dial(cluster.managerNamespace(), pod, managerPort, local.eventLoop(), new Joining(local));
        } catch (IOException | RuntimeException e) {
            failed(KubeFailures.root(e));
            local.close();
        }
    }

    private final class Joining implements Opening {

        private final Channel local;
        private boolean opened;

        Joining(Channel local) {
            this.local = local;
        }

        @Override
        public void opened(Channel forwarded) {
            opened = true;
            lastFailure = null;
            if (local.isActive()) {
                forwarded.pipeline().addLast(new Relay(local));
                local.pipeline().addLast(new Relay(forwarded));
                local.config().setAutoRead(true);
            } else {
                forwarded.close();
            }
        }

        @Override
        public void failed(String why) {
            ManagerForward.this.failed(why);
            // What was forwarded before still goes on to whom it is for; the end comes by the Relay.
            if (!opened) {
                local.close();
            }
        }
    }

    private void failed(String why) {
        lastFailure = why;
        LOG.atInfo().addKeyValue("port", managerPort).addKeyValue("why", why).log("not forwarded");
    }
}
