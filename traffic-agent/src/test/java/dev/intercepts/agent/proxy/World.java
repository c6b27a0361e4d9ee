package dev.intercepts.agent.proxy;

import static org.awaitility.Awaitility.await;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.agent.routes.Routes;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.match.RequestHead;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import dev.intercepts.tunnel.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An agent's port between a client, an app and a laptop, all on loopback. The laptop is reached by a socket, on a loop of its own. */
final class World implements Closeable {

    static final int APP_PORT = 8080;
    static final Route HTTP = http("^laptop$");
    static final Route TCP = route(Mechanism.TCP, Match.ALL);

    final Backend app;
    final Backend laptop;
    final Routes routes = new Routes();
    final AtomicReference<@Nullable IOException> laptopFails = new AtomicReference<>();
    final AtomicReference<@Nullable RuntimeException> laptopThrows = new AtomicReference<>();
    final AgentPort port;
    private final EventLoops loops = EventLoops.create(1, "test-agent");
    private final EventLoops elsewhere = EventLoops.create(1, "test-tunnel");
    private final InetSocketAddress address;
    private long revision;

    World() throws IOException {
        this(Limits.DEFAULT);
    }

    World(Limits limits) throws IOException {
        this(limits, null, null);
    }

    /** With an app and a laptop other than the backends. */
    World(Limits limits, @Nullable InetSocketAddress otherApp, @Nullable InetSocketAddress otherLaptop)
            throws IOException {
        app = new Backend();
        laptop = new Backend();
        Destinations apps = reaching(otherApp == null ? app.address() : otherApp, limits);
        Destinations laptops = reaching(otherLaptop == null ? laptop.address() : otherLaptop, limits);
        port = new AgentPort(
                APP_PORT,
                routes,
                new Dialer() {
                    @Override
                    public Future<Channel> dial(
                            Destination destination,
                            @Nullable RequestHead asker,
                            ChannelHandler handler,
                            EventLoop loop) {
                        if (destination.equals(Destination.APP)) {
                            return apps.dial(destination, asker, handler, loop);
                        }
                        RuntimeException thrown = laptopThrows.get();
                        if (thrown != null) {
                            throw thrown;
                        }
                        IOException failure = laptopFails.get();
                        return failure == null
                                ? laptops.dial(
                                        Destination.APP,
                                        asker,
                                        handler,
                                        elsewhere.group().next())
                                : loop.newFailedFuture(failure);
                    }
                },
                limits);
        address = port.bind(new InetSocketAddress("127.0.0.1", 0), loops);
    }

    private static Destinations reaching(InetSocketAddress address, Limits limits) {
        return new Destinations(
                address,
                (request, handler) -> {
                    throw new IllegalStateException("no tunnel in this test");
                },
                limits);
    }

    World routes(Route... table) {
        routes.apply(new RouteTable(++revision, List.of(table)));
        return this;
    }

    Peer client() throws IOException {
        return Peer.to(address.getPort());
    }

    InetSocketAddress address() {
        return address;
    }

    /** Requests whose header {@code x-to} the expression is found in. */
    static Route http(String regex) {
        return route(Mechanism.HTTP, new Match(List.of(new HeaderCondition("x-to", regex)), null));
    }

    private static Route route(Mechanism mechanism, Match match) {
        return new Route("shop/hello", APP_PORT, mechanism, match, "0123456789abcdef0123456789abcdef", 9000);
    }

    @Override
    public void close() throws IOException {
        port.close();
        app.close();
        laptop.close();
        await().until(() -> port.connections() == 0);
        elsewhere.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
