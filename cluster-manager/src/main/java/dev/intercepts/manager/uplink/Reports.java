package dev.intercepts.manager.uplink;

import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.intercepts.Decision.Ending;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.InterceptResource.Spec;
import dev.intercepts.protocol.cloud.CloudApi.ClusterOrders;
import dev.intercepts.protocol.cloud.CloudApi.ClusterReport;
import dev.intercepts.protocol.cloud.CloudApi.InterceptReport;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the manager tells the hosted service, and what it makes of its orders. Pure. */
final class Reports {

    private Reports() {}

    /** Every intercept that the service knows of. */
    static ClusterReport of(String version, ClusterSnapshot cluster, Decision decision) {
        return new ClusterReport(
                version,
                cluster.intercepts().stream()
                        .flatMap(resource -> cloudId(resource)
                                .map(id -> report(
                                        id, resource.ref(), decision.statuses().get(resource.ref())))
                                .stream())
                        .sorted(Comparator.comparing(InterceptReport::id))
                        .toList());
    }

    /** The intercepts that the service wants ended; orders for intercepts that are gone are carried out already. */
    static List<Ending> endings(ClusterOrders orders, ClusterSnapshot cluster) {
        Map<String, InterceptRef> byId = new HashMap<>();
        cluster.intercepts().forEach(resource -> cloudId(resource).ifPresent(id -> byId.put(id, resource.ref())));
        return orders.end().stream()
                .flatMap(order ->
                        Optional.ofNullable(byId.get(order.id())).map(ref -> new Ending(ref, order.by())).stream())
                .toList();
    }

    private static Optional<String> cloudId(InterceptResource resource) {
        return switch (resource.spec()) {
            case Spec.Readable(InterceptSpec spec) -> Optional.ofNullable(spec.cloudId());
            case Spec.Unreadable ignored -> Optional.empty();
        };
    }

    private static InterceptReport report(String id, InterceptRef ref, @Nullable InterceptStatus status) {
        if (status == null) {
            return new InterceptReport(
                    id,
                    ref.namespace(),
                    ref.name(),
                    InterceptState.WAITING,
                    "The manager has not looked at it yet",
                    null);
        }
        String service = status.service() == null ? null : status.service() + ":" + status.servicePort();
        return new InterceptReport(id, ref.namespace(), ref.name(), status.state(), status.message(), service);
    }
}
