package dev.intercepts.cloud.api;

import dev.intercepts.cloud.changes.Change;
import dev.intercepts.cloud.changes.Changes;
import dev.intercepts.cloud.clusters.AuthenticatedCluster;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.security.RateLimit;
import dev.intercepts.cloud.sessions.LiveSessions;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.protocol.cloud.CloudApi.ClusterReport;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** For Traffic Managers, with their uplink token: what they report, and what they are to do. */
@RestController
@RequestMapping("/api/v1/clusters/{id}")
class UplinkController {

    private static final String BEARER = "Bearer ";

    /** Tokens that are no cluster's, from one address in a minute. */
    private static final int WRONG_TOKENS = 120;

    private final Clusters clusters;
    private final Intercepts intercepts;
    private final Changes changes;
    private final ObjectProvider<LiveSessions> sessions;
    private final RateLimit wrong;

    UplinkController(
            Clusters clusters,
            Intercepts intercepts,
            Changes changes,
            ObjectProvider<LiveSessions> sessions,
            Clock clock) {
        this.wrong = RateLimit.perMinute(WRONG_TOKENS, clock);
        this.clusters = clusters;
        this.intercepts = intercepts;
        this.changes = changes;
        this.sessions = sessions;
    }

    @Operation(operationId = "report", summary = "What a cluster holds now, whole; answers what it is to end")
    @PutMapping("/report")
    ClusterOrders report(
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody ClusterReport report) {
        AuthenticatedCluster cluster = authenticated(id, authorization, request);
        ClusterReport checked = Registrations.checked(report);
        clusters.reported(cluster, checked.managerVersion());
        intercepts.reported(cluster, checked.intercepts());
        return orders(cluster);
    }

    @Operation(operationId = "followOrders", summary = "What a cluster is to end, as server-sent events")
    @GetMapping(path = "/orders", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter orders(
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestHeader(value = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        AuthenticatedCluster cluster = authenticated(id, authorization, request);
        return changes.stream(
                cluster.organizationId(),
                organization -> clusters.authenticate(id.toString(), token(authorization))
                        .isPresent(),
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

    private AuthenticatedCluster authenticated(UUID id, @Nullable String authorization, HttpServletRequest request) {
        return clusters.authenticate(id.toString(), token(authorization)).orElseThrow(() -> {
            RateLimit.Standing standing = wrong.take(request.getRemoteAddr());
            return standing.within()
                    ? new TokenException()
                    : new TooManyRequestsException(
                            "Too many uplink tokens from this address were wrong", standing.resetSeconds());
        });
    }

    private static String token(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw new TokenException();
        }
        return authorization.substring(BEARER.length());
    }

    /** The uplink token is missing, replaced, or another cluster's. */
    static final class TokenException extends RuntimeException {
        TokenException() {
            super(
                    "The uplink token is not this cluster's, or was replaced. The next intercept of somebody who is logged in connects it again.");
        }
    }
}
