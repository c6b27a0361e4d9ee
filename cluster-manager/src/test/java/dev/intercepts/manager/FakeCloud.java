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
import reactor.core.publisher.Sinks;

/** Does what the hosted service does towards a manager; its relay leads to one local port. */
final class FakeCloud implements AutoCloseable {

    static final String TOKEN = "uplink-token";

    private final TunnelGroup cluster = new TunnelGroup("cluster");
    private final List<ClusterReport> reports = new CopyOnWriteArrayList<>();
    private final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();
    private final TunnelListener tunnels;
    private final HttpEndpoint api;
    private volatile ClusterOrders orders = new ClusterOrders(List.of(), List.of());

    FakeCloud(int laptopPort) {
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

    String url() {
        return "http://127.0.0.1:" + api.address().getPort();
    }

    /** The way from the edge into the cluster. */
    TunnelGroup cluster() {
        return cluster;
    }

    List<ClusterReport> reports() {
        return List.copyOf(reports);
    }

    /** Tells the manager at once. */
    void order(ClusterOrders wanted) {
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
