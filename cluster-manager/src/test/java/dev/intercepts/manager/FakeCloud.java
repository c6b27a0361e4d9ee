package dev.intercepts.manager;

import dev.intercepts.manager.http.Answer;
import dev.intercepts.manager.http.HttpEndpoint;
import dev.intercepts.manager.http.HttpRequest;
import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.protocol.cloud.CloudApi.ClusterReport;
import dev.intercepts.protocol.cloud.CloudApi.Discovery;
import dev.intercepts.tunnel.Authenticator.Verdict;
import dev.intercepts.tunnel.Peer;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.TunnelGroup;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Sinks;

/** Does what the hosted service does towards a manager; its relay leads to one local port. */
public final class FakeCloud implements AutoCloseable {

    public static final String TOKEN = "uplink-token";

    private final TunnelGroup cluster = new TunnelGroup("cluster");
    private final List<ClusterReport> reports = new CopyOnWriteArrayList<>();
    private final AtomicInteger followed = new AtomicInteger();
    private final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();
    private final TunnelListener tunnels;
    private final HttpEndpoint api;
    private volatile ClusterOrders orders = new ClusterOrders(List.of(), List.of());

    public FakeCloud(int laptopPort) {
        tunnels = TunnelListener.bind(
                new TunnelListener.Config("127.0.0.1", 0, null, TunnelSettings.DEFAULT),
                hello -> CompletableFuture.completedFuture(
                        hello.token().equals(TOKEN)
                                        && "c1".equals(hello.headers().get("intercepts-cluster"))
                                ? new Verdict.Accepted(new Peer("c1", Map.of()))
                                : new Verdict.Refused(401, "not the token of this cluster")),
                tunnel -> {
                    if (tunnel.opensStreams()) {
                        cluster.add(tunnel);
                    }
                },
                stream -> Streams.dial(stream, "127.0.0.1", laptopPort, "laptop"));
        api = HttpEndpoint.bind("127.0.0.1", 0, null, this::answer);
    }

    public String url() {
        return "http://127.0.0.1:" + api.address().getPort();
    }

    /** The way from the edge into the cluster. */
    TunnelGroup cluster() {
        return cluster;
    }

    public List<ClusterReport> reports() {
        return List.copyOf(reports);
    }

    /** How often its events were asked for. */
    public int followed() {
        return followed.get();
    }

    /** Says that it is there. */
    public void beat() {
        events.tryEmitNext(": still here\n\n");
    }

    /** Tells the manager at once. */
    public void order(ClusterOrders wanted) {
        orders = wanted;
        events.tryEmitNext("event: orders\ndata: " + Json.text(wanted) + "\n\n");
    }

    private Answer answer(HttpRequest request) {
        if (request.path().equals("/.well-known/intercepts")) {
            String tunnelUrl = "http://127.0.0.1:" + tunnels.address().getPort();
            return Answer.json(Json.bytes(new Discovery(tunnelUrl, "preview.localhost", "0.1.0")));
        }
        if (!request.bearerToken().filter(TOKEN::equals).isPresent()) {
            return Answer.text(401, "not the token of this cluster");
        }
        if (request.path().equals("/api/v1/clusters/c1/orders")) {
            followed.incrementAndGet();
            return new Answer.Lines("text/event-stream", events.asFlux().startWith(": hello\n\n"));
        }
        return new Answer.AfterBody(1024 * 1024, body -> {
            reports.add(Json.read(body, ClusterReport.class));
            return Answer.json(Json.bytes(orders));
        });
    }

    @Override
    public void close() {
        api.close();
        tunnels.close();
    }
}
