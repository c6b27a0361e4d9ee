package dev.intercepts.cloud.tracing;

import dev.intercepts.cloud.edge.EdgeSpan;
import dev.intercepts.cloud.edge.SpanSink;
import dev.intercepts.protocol.stream.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans of the edge, sent on in batches by a thread of their own. What comes faster than it can be sent is dropped: no request
 * waits for its trace. Spans whose trace is not sampled are not sent.
 */
final class ExportedSpans implements SpanSink, AutoCloseable {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> INTERCEPT = AttributeKey.stringKey("intercepts.intercept");
    private static final AttributeKey<String> FAILED = AttributeKey.stringKey("intercepts.failed_hop");

    /** The edge has made the ids already, and told them on: the span must have these and no others. */
    private final ThreadLocal<@Nullable TraceParent> made = new ThreadLocal<>();

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    ExportedSpans(SpanExporter exporter) {
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "intercepts"))))
                .setSampler(Sampler.parentBasedBuilder(Sampler.alwaysOn()).build())
                .setIdGenerator(new MadeIds())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(1, TimeUnit.SECONDS)
                        .build())
                .build();
        this.tracer = provider.get("dev.intercepts.edge");
    }

    @Override
    public void ended(EdgeSpan span) {
        made.set(span.trace());
        try {
            TraceParent parent = span.parent();
            Instant end = span.begun().plus(span.took());
            Span exported = tracer.spanBuilder(span.method())
                    .setSpanKind(SpanKind.SERVER)
                    .setParent(parent == null ? Context.root() : Context.root().with(Span.wrap(context(parent))))
                    .setStartTimestamp(span.begun())
                    .setAttribute(METHOD, span.method())
                    .setAttribute(INTERCEPT, span.intercept())
                    .startSpan();
            if (span.status() > 0) {
                exported.setAttribute(STATUS, (long) span.status());
            }
            String failed = span.failed();
            if (failed != null) {
                exported.setAttribute(FAILED, failed);
                exported.setStatus(StatusCode.ERROR);
            }
            exported.end(end);
        } finally {
            made.remove();
        }
    }

    /** Sends what is left, for ten seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(10, TimeUnit.SECONDS);
    }

    private static SpanContext context(TraceParent parent) {
        TraceFlags flags = parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return SpanContext.createFromRemoteParent(parent.traceId(), parent.spanId(), flags, TraceState.getDefault());
    }

    private final class MadeIds implements IdGenerator {

        @Override
        public String generateSpanId() {
            TraceParent trace = made.get();
            return trace == null ? IdGenerator.random().generateSpanId() : trace.spanId();
        }

        @Override
        public String generateTraceId() {
            TraceParent trace = made.get();
            return trace == null ? IdGenerator.random().generateTraceId() : trace.traceId();
        }
    }
}
