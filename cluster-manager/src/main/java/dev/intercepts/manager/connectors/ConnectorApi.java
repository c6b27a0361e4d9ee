package dev.intercepts.manager.connectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.intercepts.manager.agents.RouteBoard;
import dev.intercepts.manager.http.Answer;
import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Handler;
import dev.intercepts.manager.http.HttpRequest;
import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.uplink.UplinkConfig;
import dev.intercepts.manager.uplink.UplinkState;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Connectors' HTTP API (docs/protocol.md, Connector → manager). */
public final class ConnectorApi implements Handler {

    /** Bytes. */
    private static final int MOST_BODY = 64 * 1024;

    private final String version;
    private final Supplier<String> clusterUid;
    private final Supplier<UplinkState> uplink;
    private final Consumer<UplinkConfig> useUplink;
    private final Supplier<ClusterSnapshot> cluster;
    private final Supplier<Decision> decision;
    private final RouteBoard board;

    /**
     * Makes it.
     *
     * @param clusterUid uid of the namespace kube-system; may block
     * @param useUplink keeps and uses a new uplink; may block
     * @param cluster as it was seen last
     */
    public ConnectorApi(
            String version,
            Supplier<String> clusterUid,
            Supplier<UplinkState> uplink,
            Consumer<UplinkConfig> useUplink,
            Supplier<ClusterSnapshot> cluster,
            Supplier<Decision> decision,
            RouteBoard board) {
        this.version = version;
        this.clusterUid = clusterUid;
        this.uplink = uplink;
        this.useUplink = useUplink;
        this.cluster = cluster;
        this.decision = decision;
        this.board = board;
    }

    /** Answer of {@code GET /v1/version}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Version(String version, String clusterUid, UplinkState uplink) {}

    /** Answer of {@code GET /v1/environment}. */
    record Environment(String container, Map<String, String> environment) {}

    @Override
    public Answer handle(HttpRequest request) throws BadRequestException {
        return switch (request.method() + " " + request.path()) {
            case "GET /v1/version" -> Answer.json(Json.bytes(new Version(version, clusterUid.get(), uplink.get())));
            case "PUT /v1/uplink" ->
                new Answer.AfterBody(MOST_BODY, body -> {
                    useUplink.accept(Json.read(body, UplinkConfig.class).checked());
                    return Answer.none();
                });
            case "GET /v1/environment" -> environment(request);
            default ->
                Answer.text(
                        404,
                        request.method() + " " + request.path()
                                + " (expected: GET /v1/version, PUT /v1/uplink or GET /v1/environment)");
        };
    }

    private Answer environment(HttpRequest request) throws BadRequestException {
        InterceptRef intercept = new InterceptRef(parameter(request, "namespace"), parameter(request, "intercept"));
        Decision.Holder holder = decision.get().holders().get(intercept);
        if (holder == null) {
            return Answer.text(404, "No intercept " + intercept + " holds a port");
        }
        String container = request.parameter("container").orElse(holder.container());
        Map<PodRef, PodView> pods = cluster.get().pods();
        // What a pod says of itself is an environment of that workload only while the cluster says so too.
        Optional<Map<String, String>> environment = board.environment(
                holder.workload(),
                container,
                pod -> Optional.ofNullable(pods.get(pod))
                        .filter(view -> view.workload().equals(holder.workload()))
                        .isPresent());
        return environment.isEmpty()
                ? Answer.text(
                        404,
                        "No agent of " + holder.workload() + " has told the environment of container " + container
                                + " yet")
                : Answer.json(Json.bytes(new Environment(container, environment.get())));
    }

    private static String parameter(HttpRequest request, String name) throws BadRequestException {
        return request.parameter(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new BadRequestException(name + ": missing (expected: a query parameter)"));
    }
}
