package dev.intercepts.cloud.edge;

import dev.intercepts.protocol.stream.TraceParent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the edge did for one request that went into the cluster, as a span of a trace (W3C Trace Context).
 *
 * @param trace the trace and this span's own id, as the application was told
 * @param parent the span that asked, of the visitor's own telemetry, or {@code null}
 * @param begun when the request had been read
 * @param took until the answer's last byte was on its way, or until it was given up
 * @param method of the request
 * @param intercept {@code namespace/name}
 * @param status of the answer, 0 without one
 * @param failed the hop that failed ({@code Hop.token()}), or {@code null}
 */
public record EdgeSpan(
        TraceParent trace,
        @Nullable TraceParent parent,
        Instant begun,
        Duration took,
        String method,
        String intercept,
        int status,
        @Nullable String failed) {}
