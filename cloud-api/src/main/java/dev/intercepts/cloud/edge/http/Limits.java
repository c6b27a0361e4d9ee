package dev.intercepts.cloud.edge.http;

/**
 * How large the head of a message may be.
 *
 * @param headBytes start line and fields together, with line ends
 * @param fields number of fields
 */
public record Limits(int headBytes, int fields) {

    /** As most servers have it. */
    public static final Limits DEFAULT = new Limits(32 * 1024, 100);

    public Limits {
        if (headBytes < 256 || fields < 1) {
            throw new IllegalArgumentException(
                    "headBytes, fields: " + headBytes + ", " + fields + " (expected: >= 256, >= 1)");
        }
    }
}
