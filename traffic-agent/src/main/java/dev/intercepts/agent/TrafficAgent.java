package dev.intercepts.agent;

import dev.intercepts.agent.health.HealthPort;
import dev.intercepts.agent.health.Readiness;
import dev.intercepts.agent.manager.RouteStream;
import dev.intercepts.agent.proxy.AgentPort;
import dev.intercepts.agent.proxy.Destinations;
import dev.intercepts.agent.routes.Routes;
import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.route.AgentHello;
import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.StreamRefusal;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent, put together. Traffic has an event loop of its own, the tunnel's with the app's, so that no request is handed from
 * thread to thread. What else is said to the Traffic Manager has another: names that do not resolve never hold up traffic.
 */
final class TrafficAgent {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficAgent.class);

    /**
     * What the manager may send on a stream of the tunnel before anybody has read it; in a cluster, where a round trip is a
     * millisecond at most, still 64 MiB/s for each. It can come as one frame, for which the codec takes a buffer of twice its size; a
     * reader that stalls costs that and the 64 KiB that wait to be written to it. The 32 MiB of {@code agent.jvmflags} hold eighty of
     * them and what else is on its way; 150 at once were too many (docs/decisions/0282).
     */
    private static final int STREAM_WINDOW = 64 * 1024;

    private final AgentSettings settings;
    private final String version;
    private final TokenFile token;
    private final Readiness readiness = new Readiness();
    private final Routes routes = new Routes();
    private final List<AgentPort> ports = new ArrayList<>();
    private final List<Runnable> closing = new ArrayList<>();

    TrafficAgent(AgentSettings settings, String version) {
        this.settings = settings;
        this.version = version;
        this.token = new TokenFile(settings.tokenFile());
    }

    /** Listens and dials; returns once every port is bound. */
    void start() {
        token.refresh();
        EventLoops traffic = EventLoops.create(1, "traffic");
        EventLoops control = EventLoops.create(1, "control");

        TunnelDialer tunnel = TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://" + settings.config().managerHost() + ":" + settings.managerTunnelPort()),
                        1,
                        null,
                        null,
                        TunnelSettings.TO_MANAGER.withStreamWindow(STREAM_WINDOW),
                        traffic),
                () -> new Hello("agent", Direction.OPEN, token.token(), version, Map.of()),
                stream -> stream.refuse(new StreamRefusal(404, Map.of("intercepts-hop", Hop.AGENT.token()))),
                state -> LOG.atDebug().addKeyValue("state", state).log("tunnel"));
        for (AgentConfig.AgentPort port : settings.config().ports()) {
            settings.podIps().forEach(address -> listen(address, port, tunnel, traffic));
        }
        RouteStream stream = new RouteStream(
                settings.config().managerHost(),
                settings.managerApiPort(),
                token::token,
                hello(),
                routes,
                readiness::begin,
                control,
                ThreadLocalRandom.current());
        stream.start();
        HealthPort health =
                HealthPort.bind(new InetSocketAddress(settings.podIp(), settings.healthPort()), readiness, traffic);
        traffic.group().schedule(this::readyAnyway, settings.readyAnyway().toMillis(), TimeUnit.MILLISECONDS);
        closing.add(stream::close);
        closing.add(tunnel::close);
        closing.add(health::close);
        LOG.atInfo()
                .addKeyValue("version", version)
                .addKeyValue("workload", settings.config().workload())
                .addKeyValue("ports", settings.config().ports())
                .addKeyValue("health", health.address().getPort())
                .log("Traffic Agent is up");
    }

    private void listen(String address, AgentConfig.AgentPort port, TunnelDialer tunnel, EventLoops traffic) {
        InetSocketAddress app = new InetSocketAddress(address, port.containerPort());
        AgentPort listening = new AgentPort(
                port.containerPort(), routes, new Destinations(app, tunnel, settings.limits()), settings.limits());
        listening.bind(new InetSocketAddress(address, port.agentPort()), traffic);
        ports.add(listening);
    }

    private AgentHello hello() {
        return new AgentHello(
                settings.namespace(), settings.pod(), settings.config().workload(), version, settings.environments());
    }

    private void readyAnyway() {
        if (!readiness.ready()) {
            LOG.atWarn()
                    .addKeyValue("manager", settings.config().managerHost())
                    .log("no routes from the Traffic Manager yet; ready without them");
            readiness.begin();
        }
    }

    /** What the main thread has to do now and then. */
    void housekeeping() {
        token.refresh();
    }

    /** Lets what is under way finish, for the time of the settings at most, and ends. */
    void stop() throws InterruptedException {
        LOG.atInfo().log("Traffic Agent drains");
        readiness.drain();
        ports.forEach(AgentPort::drain);
        // The news that this pod is going takes a while to reach everyone who still sends to it.
        Thread.sleep(settings.listenOn());
        ports.forEach(AgentPort::stopListening);
        long end = System.nanoTime() + settings.drainTime().toNanos();
        while (ports.stream().anyMatch(port -> port.connections() > 0) && System.nanoTime() < end) {
            Thread.sleep(Duration.ofMillis(50));
        }
        ports.forEach(AgentPort::close);
        closing.forEach(Runnable::run);
        LOG.atInfo().log("Traffic Agent is down");
    }
}
