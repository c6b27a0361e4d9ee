package dev.intercepts.protocol.stream;

/** Headers on the {@code CONNECT} requests and responses of a tunnel, beside {@link TraceParent#NAME}. */
public final class StreamHeaders {

    /** {@code namespace/name} of the intercept that a stream belongs to. */
    public static final String INTERCEPT = "intercepts-intercept";

    /** On a refusal: a {@link RefusalReason} in lower case with dashes. */
    public static final String REASON = "intercepts-reason";

    /** On a refusal: the {@link Hop} that refused. */
    public static final String HOP = "intercepts-hop";

    private StreamHeaders() {}
}
