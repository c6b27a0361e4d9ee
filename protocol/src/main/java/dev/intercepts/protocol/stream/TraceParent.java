package dev.intercepts.protocol.stream;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which trace a request belongs to, and which span asked (W3C Trace Context, {@code traceparent}). One id leads through edge, Traffic
 * Manager, Traffic Agent and laptop.
 *
 * @param traceHigh upper half of the trace's id
 * @param traceLow lower half; not both halves are 0
 * @param span id of the span that asks, not 0
 * @param sampled whether somebody records it
 */
public record TraceParent(long traceHigh, long traceLow, long span, boolean sampled) {

    /** Name of the header, on requests and on streams of tunnels. */
    public static final String NAME = "traceparent";

    /** Goes with {@link #NAME}, and means nothing without it. */
    public static final String STATE = "tracestate";

    private static final int LENGTH = 55;

    public TraceParent {
        if ((traceHigh | traceLow) == 0 || span == 0) {
            throw new IllegalArgumentException("trace, span: 0 (expected: ids that are not 0)");
        }
    }

    /** A new trace. */
    public static TraceParent begin(RandomGenerator random) {
        return new TraceParent(random.nextLong(), random.nextLong() | 1, random.nextLong() | 1, true);
    }

    /** The same trace, asked by a new span. */
    public TraceParent child(RandomGenerator random) {
        return new TraceParent(traceHigh, traceLow, random.nextLong() | 1, sampled);
    }

    /** Reads a header's value; empty where it is not one. Later versions are read as far as they are known (§3.2.4 there). */
    public static Optional<TraceParent> parse(String value) {
        boolean known = value.length() == LENGTH && value.startsWith("00-");
        boolean later = value.length() >= LENGTH
                && !value.startsWith("ff")
                && !value.startsWith("00-")
                && hex(value, 0, 2)
                && value.charAt(2) == '-'
                && (value.length() == LENGTH || value.charAt(LENGTH) == '-');
        if (!(known || later)
                || value.charAt(35) != '-'
                || value.charAt(52) != '-'
                || !hex(value, 3, 35)
                || !hex(value, 36, 52)
                || !hex(value, 53, LENGTH)) {
            return Optional.empty();
        }
        long high = HexFormat.fromHexDigitsToLong(value, 3, 19);
        long low = HexFormat.fromHexDigitsToLong(value, 19, 35);
        long span = HexFormat.fromHexDigitsToLong(value, 36, 52);
        boolean sampled = (HexFormat.fromHexDigits(value, 53, LENGTH) & 1) == 1;
        return (high | low) == 0 || span == 0
                ? Optional.empty()
                : Optional.of(new TraceParent(high, low, span, sampled));
    }

    /** The trace's id, 32 hexadecimal digits. */
    public String traceId() {
        return HexFormat.of().toHexDigits(traceHigh) + HexFormat.of().toHexDigits(traceLow);
    }

    /** The span's id, 16 hexadecimal digits. */
    public String spanId() {
        return HexFormat.of().toHexDigits(span);
    }

    /** The header's value. */
    @Override
    public String toString() {
        return "00-" + traceId() + "-" + spanId() + (sampled ? "-01" : "-00");
    }

    private static boolean hex(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
