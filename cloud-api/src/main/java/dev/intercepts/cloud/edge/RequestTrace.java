package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http.Fields;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.protocol.stream.TraceParent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one request: the visitor's own where the request tells one correctly and once, else a new one. The edge is a span of
 * it, and what it asks the application for is that span's.
 */
final class RequestTrace {

    private static final short[] HEX = hexOfBytes();

    private final @Nullable TraceParent parent;
    private final TraceParent span;
    private final long begun = System.nanoTime();
    private int status;
    private @Nullable String failed;

    private RequestTrace(@Nullable TraceParent parent, TraceParent span) {
        this.parent = parent;
        this.span = span;
    }

    static RequestTrace of(Fields request, RandomGenerator random) {
        int field = request.indexOf(TraceParent.NAME, 0);
        if (field >= 0 && request.indexOf(TraceParent.NAME, field + 1) < 0) {
            TraceParent parent = TraceParent.parse(request.value(field)).orElse(null);
            if (parent != null) {
                return new RequestTrace(parent, parent.child(random));
            }
        }
        return new RequestTrace(null, TraceParent.begin(random));
    }

    /** Whether it goes on with a trace of the visitor's, so that what belongs to that passes, too. */
    boolean continued() {
        return parent != null;
    }

    TraceParent span() {
        return span;
    }

    /** Writes the field, with its line end. */
    void write(ByteBuf out) {
        ByteBufUtil.writeAscii(out, "traceparent: 00-");
        hex(out, span.traceHigh());
        hex(out, span.traceLow());
        out.writeByte('-');
        hex(out, span.span());
        ByteBufUtil.writeAscii(out, span.sampled() ? "-01\r\n" : "-00\r\n");
    }

    void answered(int answer) {
        status = answer;
    }

    void failed(Failure failure) {
        failed = failure.hop().token();
        if (status == 0) {
            status = failure.status();
        }
    }

    /** The request is over. */
    void end(SpanSink sink, Clock clock, RequestHead request, Route route) {
        if (sink.wanted()) {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            Instant at = clock.instant().minus(took);
            String intercept = route.target().interceptKey();
            sink.ended(new EdgeSpan(span, parent, at, took, request.method(), intercept, status, failed));
        }
    }

    private static void hex(ByteBuf out, long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.writeShort(HEX[(int) (value >>> shift) & 0xff]);
        }
    }

    private static short[] hexOfBytes() {
        short[] pairs = new short[256];
        for (int b = 0; b < pairs.length; b++) {
            byte[] digits = HexFormat.of().toHexDigits((byte) b).getBytes(StandardCharsets.US_ASCII);
            pairs[b] = (short) (digits[0] << 8 | digits[1]);
        }
        return pairs;
    }
}
