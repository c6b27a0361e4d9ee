package dev.intercepts.cloud.edge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the edge's spans, to log them or to send them on. Called on event loops: must neither block nor fail. */
@FunctionalInterface
public interface SpanSink {

    /** The log, on level DEBUG of {@code dev.intercepts.cloud.edge.SpanSink}. */
    SpanSink LOG = new SpanSink() {
        private static final Logger LOGGER = LoggerFactory.getLogger(SpanSink.class);

        @Override
        public boolean wanted() {
            return LOGGER.isDebugEnabled();
        }

        @Override
        public void ended(EdgeSpan span) {
            LOGGER.atDebug()
                    .addKeyValue("trace", span.trace().traceId())
                    .addKeyValue("span", span.trace().spanId())
                    .addKeyValue("intercept", span.intercept())
                    .addKeyValue("method", span.method())
                    .addKeyValue("status", span.status())
                    .addKeyValue("failed", span.failed())
                    .addKeyValue("ms", span.took().toMillis())
                    .log("previewed request");
        }
    };

    /** Whether spans are wanted at the moment; asked at the end of each request. */
    default boolean wanted() {
        return true;
    }

    /** A request is over. */
    void ended(EdgeSpan span);
}
