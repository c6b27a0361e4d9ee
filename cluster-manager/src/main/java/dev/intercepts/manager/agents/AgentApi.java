package dev.intercepts.manager.agents;

import dev.intercepts.manager.http.Answer;
import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Handler;
import dev.intercepts.manager.http.HttpRequest;
import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.PodOwner;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.route.AgentApplied;
import dev.intercepts.protocol.route.AgentHello;
import dev.intercepts.protocol.route.RouteTable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Signal;

/** Agents' HTTP API: {@code /v1/agents/routes} and {@code /v1/agents/applied} (docs/protocol.md). */
public final class AgentApi implements Handler {

    /** So often an empty line shows that the stream lives. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** Bytes. What is large are environments, of which Linux allows a process 2 MiB unless it is told otherwise. */
    private static final int MOST_BODY = 2 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AgentApi.class);

    private final TokenReviewer tokens;
    private final Pods pods;
    private final RouteBoard board;

    /** What the API asks of the cluster. */
    public interface Pods {
        /** Whether the cluster is known yet. */
        boolean ready();

        /** Whose pod it is; empty for one that was not seen. */
        Optional<PodOwner> owner(PodRef pod);
    }

    public AgentApi(TokenReviewer tokens, Pods pods, RouteBoard board) {
        this.tokens = tokens;
        this.pods = pods;
        this.board = board;
    }

    @Override
    public Answer handle(HttpRequest request) {
        boolean routes = request.path().equals("/v1/agents/routes");
        if (!routes && !request.path().equals("/v1/agents/applied")) {
            return Answer.text(404, request.path() + " (expected: /v1/agents/routes or /v1/agents/applied)");
        }
        if (!request.method().equals("POST")) {
            return Answer.text(405, request.method() + " (expected: POST)");
        }
        Optional<AgentIdentity> identity = request.bearerToken().flatMap(tokens::review);
        if (identity.isEmpty()) {
            return Answer.text(401, "Authorization: not a ServiceAccount token for this manager");
        }
        AgentIdentity agent = identity.get();
        return new Answer.AfterBody(
                MOST_BODY,
                body -> routes
                        ? routes(agent, Json.read(body, AgentHello.class))
                        : applied(agent, Json.read(body, AgentApplied.class)));
    }

    private Answer routes(AgentIdentity identity, AgentHello hello) throws BadRequestException {
        if (hello.namespace() == null || hello.pod() == null || hello.workload() == null) {
            throw new BadRequestException("body: namespace, pod or workload is missing (expected: an AgentHello)");
        }
        if (!identity.isPod(hello.namespace(), hello.pod())) {
            return notThatPod(hello.namespace(), hello.pod());
        }
        if (!pods.ready()) {
            return Answer.text(503, "The Traffic Manager does not know the cluster yet; ask again");
        }
        PodRef pod = new PodRef(hello.namespace(), hello.pod());
        WorkloadRef workload = new WorkloadRef(hello.namespace(), hello.workload());
        Optional<PodOwner> owner = pods.owner(pod);
        if (owner.isEmpty()) {
            return Answer.text(503, "Pod " + pod + " was not seen yet; ask again");
        }
        WorkloadRef actual = owner.get().workload();
        if (!workload.equals(actual)) {
            return Answer.text(
                    403,
                    "workload: " + workload + " (expected: "
                            + (actual == null
                                    ? "none, since the pod belongs to none)"
                                    : actual + ", whose pod it is)"));
        }
        Map<String, Map<String, String>> environments = hello.environments() == null ? Map.of() : hello.environments();
        LOG.atInfo()
                .addKeyValue("pod", pod)
                .addKeyValue("workload", workload)
                .addKeyValue("version", hello.version())
                .log("An agent asks for its routes");
        Flux<RouteTable> tables = Flux.create(
                sink -> sink.onDispose(board.follow(pod, workload, environments, sink::next, sink::complete)::run),
                FluxSink.OverflowStrategy.LATEST);
        return new Answer.Lines(
                "application/x-ndjson",
                // The end of the tables is an element, so that it ends the heartbeat with them.
                Flux.merge(
                                tables.map(table -> Json.text(table) + "\n").materialize(),
                                Flux.interval(HEARTBEAT).onBackpressureDrop().map(tick -> Signal.next("\n")))
                        .dematerialize());
    }

    private Answer applied(AgentIdentity identity, AgentApplied report) {
        if (!identity.isPod(report.namespace(), report.pod())) {
            return notThatPod(report.namespace(), report.pod());
        }
        board.applied(new PodRef(report.namespace(), report.pod()), report);
        return Answer.none();
    }

    private static Answer notThatPod(String namespace, String pod) {
        return Answer.text(403, "The token is not that of pod " + pod + " in namespace " + namespace);
    }
}
