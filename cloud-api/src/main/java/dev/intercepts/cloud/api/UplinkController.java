package dev.intercepts.cloud.api;

import dev.intercepts.cloud.changes.Change;
import dev.intercepts.cloud.changes.Changes;
import dev.intercepts.cloud.clusters.AuthenticatedCluster;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.sessions.LiveSessions;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.protocol.cloud.CloudApi.ClusterReport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** For Traffic Managers, with their uplink token: what they report, and what they are to do. */
@RestController
@RequestMapping("/api/v1/clusters/{id}")
class UplinkController {

    private final Clusters clusters;
    private final Intercepts intercepts;
    private final Changes changes;
    private final ObjectProvider<LiveSessions> sessions;

    UplinkController(Clusters clusters, Intercepts intercepts, Changes changes, ObjectProvider<LiveSessions> sessions) {
        this.clusters = clusters;
        this.intercepts = intercepts;
        this.changes = changes;
        this.sessions = sessions;
    }

    @Operation(operationId = "report", summary = "What a cluster holds now, whole; answers what it is to end")
    @Parameter(name = "id", in = ParameterIn.PATH, schema = @Schema(type = "string", format = "uuid"))
    @PutMapping("/report")
    ClusterOrders report(@RequestAttribute(Uplink.ATTRIBUTE) Uplink uplink, @RequestBody ClusterReport report) {
        AuthenticatedCluster cluster = uplink.cluster();
        ClusterReport checked = Registrations.checked(report);
        clusters.reported(cluster, checked.managerVersion());
        intercepts.reported(cluster, checked.intercepts());
        return orders(cluster);
    }

    @Operation(operationId = "followOrders", summary = "What a cluster is to end, as server-sent events")
    @Parameter(name = "id", in = ParameterIn.PATH, schema = @Schema(type = "string", format = "uuid"))
    @GetMapping(path = "/orders", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter orders(@RequestAttribute(Uplink.ATTRIBUTE) Uplink uplink) {
        AuthenticatedCluster cluster = uplink.cluster();
        return changes.stream(
                cluster.organizationId(),
                organization -> uplink.holds(clusters),
                change -> concerns(change, cluster)
                        ? SseEmitter.event().name("orders").data(orders(cluster))
                        : null);
    }

    private ClusterOrders orders(AuthenticatedCluster cluster) {
        LiveSessions live = sessions.getIfAvailable(() -> organization -> List.of());
        return new ClusterOrders(intercepts.orders(cluster.clusterId()), live.of(cluster.organizationId()));
    }

    private static boolean concerns(Change change, AuthenticatedCluster cluster) {
        return switch (change) {
            case Change.Intercepted ignored -> false;
            case Change.Ended ended -> ended.clusterId().equals(cluster.clusterId());
            case Change.Reported ignored -> false;
            case Change.Audited ignored -> false;
            case Change.Sessions ignored -> true;
        };
    }
}
