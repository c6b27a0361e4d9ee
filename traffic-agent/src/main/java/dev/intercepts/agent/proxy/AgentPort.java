package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.PortRoutes;
import dev.intercepts.agent.routes.Routes;
import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A port of the agent that stands before a port of the app: the listening socket and the connections that came to it. */
public final class AgentPort {

    /** A connection, whatever it speaks. Its methods may be called on any thread. */
    interface Connection {

        /** Another table of routes holds, or the agent is going away. */
        void reconsider();

        /** Ends at once. */
        void kill();
    }

    private final int containerPort;
    private final Routes routes;
    private final Dialer dialer;
    private final Limits limits;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;
    private @Nullable Channel listening;

    /**
     * Not yet listening.
     *
     * @param containerPort the app's port that it stands for, 1-65535
     */
    public AgentPort(int containerPort, Routes routes, Dialer dialer, Limits limits) {
        this.containerPort = containerPort;
        this.routes = routes;
        this.dialer = dialer;
        this.limits = limits;
    }

    /**
     * Listens.
     *
     * @param address port 0 for any
     * @return where it listens
     */
    public InetSocketAddress bind(InetSocketAddress address, EventLoops loops) {
        Channel channel = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new ClientConnection(AgentPort.this));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
        listening = channel;
        routes.onChange(() -> connections.forEach(Connection::reconsider));
        return (InetSocketAddress) channel.localAddress();
    }

    /** What is idle ends, and what is under way ends when it is done. Still accepts: who does not know yet may come. */
    public void drain() {
        draining = true;
        connections.forEach(Connection::reconsider);
    }

    /** Accepts no more. */
    public void stopListening() {
        if (listening != null) {
            listening.close();
        }
    }

    /** How many connections there are now. */
    public int connections() {
        return connections.size();
    }

    /** Ends everything at once. */
    public void close() {
        draining = true;
        stopListening();
        connections.forEach(Connection::kill);
    }

    int containerPort() {
        return containerPort;
    }

    PortRoutes routes() {
        return routes.of(containerPort);
    }

    Dialer dialer() {
        return dialer;
    }

    Limits limits() {
        return limits;
    }

    boolean draining() {
        return draining;
    }

    void arrived(Connection connection) {
        connections.add(connection);
    }

    void left(Connection connection) {
        connections.remove(connection);
    }

    void handedOver(Connection from, Connection to) {
        connections.add(Objects.requireNonNull(to));
        connections.remove(from);
    }
}
