package dev.intercepts.cloud.intercepts;

import dev.intercepts.protocol.intercept.InterceptState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An intercept that has not ended, as other packages see it; fields as in the REST API. */
public record LiveIntercept(
        UUID id,
        UUID organizationId,
        UUID clusterId,
        UUID ownerId,
        String namespace,
        String name,
        String workload,
        @Nullable String service,
        String mechanism,
        List<String> match,
        Map<String, String> previewHeaders,
        String target,
        String laptop,
        String sessionId,
        InterceptState state,
        String message,
        Instant createdAt) {

    static LiveIntercept of(Intercept row) {
        return new LiveIntercept(
                row.id,
                row.organizationId,
                row.clusterId,
                row.ownerId,
                row.namespace,
                row.name,
                row.workload,
                row.service,
                row.mechanism,
                row.match,
                row.previewHeaders,
                row.target,
                row.laptop,
                row.sessionId,
                row.state,
                row.message,
                row.createdAt);
    }
}
