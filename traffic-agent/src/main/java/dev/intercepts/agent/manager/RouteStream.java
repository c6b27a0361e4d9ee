package dev.intercepts.agent.manager;

import dev.intercepts.agent.json.ProtocolJson;
import dev.intercepts.agent.routes.Routes;
import dev.intercepts.protocol.route.AgentApplied;
import dev.intercepts.protocol.route.AgentHello;
import dev.intercepts.protocol.route.RouteTable;
import dev.intercepts.tunnel.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stream of route tables up, makes each table hold, and reports it. While the stream is lost everything goes to
 * the app: who does not hear of a change must not go on as if there were none.
 */
public final class RouteStream {

    /** How long the Traffic Manager may be silent; it says something every 5 s. */
    static final Duration SILENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(RouteStream.class);
    private static final Duration REPORT_PAUSE = Duration.ofSeconds(2);

    private final ManagerHttp manager;
    private final AgentHello hello;
    private final Routes routes;
    private final Runnable onFirstTable;
    private final Backoff backoff;
    private volatile boolean closed;
    private @Nullable Channel channel;
    private boolean everApplied;
    private long revision;

    /**
     * Not yet started.
     *
     * @param host of the Traffic Manager
     * @param port of its API for agents
     * @param token asked before each request, so that a token can be renewed
     * @param onFirstTable called once, when the first table holds
     * @param random for jitter
     */
    public RouteStream(
            String host,
            int port,
            Supplier<String> token,
            AgentHello hello,
            Routes routes,
            Runnable onFirstTable,
            EventLoops loops,
            RandomGenerator random) {
        this.manager = new ManagerHttp(host, port, token, loops.group().next());
        this.hello = hello;
        this.routes = routes;
        this.onFirstTable = onFirstTable;
        this.backoff = new Backoff(random);
    }

    /** Asks for the routes, and goes on until {@link #close()}. */
    public void start() {
        manager.loop().execute(this::ask);
    }

    /** Ends the stream; what holds now goes on holding. */
    public void close() {
        closed = true;
        manager.loop().execute(() -> {
            if (channel != null) {
                channel.close();
            }
        });
    }

    private void ask() {
        if (closed) {
            return;
        }
        Channel asked = manager.post("/v1/agents/routes", ProtocolJson.of(hello), SILENCE, new Tables());
        channel = asked;
        asked.closeFuture().addListener(ignored -> lost());
    }

    private void lost() {
        if (closed) {
            return;
        }
        routes.suspend();
        Duration pause = backoff.next();
        LOG.atDebug().addKeyValue("pauseMillis", pause.toMillis()).log("no stream of routes; asking again");
        manager.loop().schedule(this::ask, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void apply(String line) {
        RouteTable table = ProtocolJson.routeTable(line);
        List<String> errors = routes.apply(table);
        backoff.reset();
        revision = table.revision();
        LOG.atInfo()
                .addKeyValue("revision", table.revision())
                .addKeyValue("routes", table.routes().size())
                .log("routes applied");
        String error = errors.isEmpty() ? null : String.join("; ", errors);
        report(new AgentApplied(hello.namespace(), hello.pod(), table.revision(), error));
        if (!everApplied) {
            everApplied = true;
            onFirstTable.run();
        }
    }

    /** Reports until it is heard, or until another table holds. */
    private void report(AgentApplied applied) {
        if (closed || applied.revision() != revision) {
            return;
        }
        manager.post(
                "/v1/agents/applied",
                ProtocolJson.of(applied),
                SILENCE,
                new Receipt(() -> manager.loop()
                        .schedule(() -> report(applied), REPORT_PAUSE.toMillis(), TimeUnit.MILLISECONDS)));
    }

    private static void logOnce(ChannelHandlerContext ctx, int status, String path) {
        LOG.atWarn()
                .addKeyValue("status", status)
                .addKeyValue("path", path)
                .log("the Traffic Manager refuses this agent");
        ctx.close();
    }

    /** The answer that never ends. */
    private final class Tables extends SimpleChannelInboundHandler<HttpObject> {

        private final Lines lines = new Lines(RouteStream.this::apply);

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            if (message instanceof HttpResponse response && response.status().code() != 200) {
                logOnce(ctx, response.status().code(), "/v1/agents/routes");
            } else if (message instanceof HttpContent content && ctx.channel().isOpen()) {
                lines.take(content.content());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.atWarn().addKeyValue("cause", cause.toString()).log("the stream of routes broke");
            ctx.close();
        }
    }

    /** The answer to a report. */
    private static final class Receipt extends SimpleChannelInboundHandler<HttpObject> {

        private final Runnable again;
        private boolean received;

        Receipt(Runnable again) {
            this.again = again;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            if (message instanceof HttpResponse response) {
                received = response.status().code() / 100 == 2;
                ctx.close();
            }
        }

        @Override
        public void channelUnregistered(ChannelHandlerContext ctx) {
            if (!received) {
                again.run();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
