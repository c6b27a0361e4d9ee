package dev.intercepts.protocol.stream;

/** Headers by which edge and agents tell each other about previewed requests; none of them is the application's. */
public final class TrafficHeaders {

    /** On an error: the {@link Hop} that failed. */
    public static final String HOP = "x-intercepts-hop";

    /**
     * On an answer from a laptop to a request that came through the edge: {@link #LAPTOP}. The agent sets it, the edge takes it
     * off. An answer without it came from the cluster.
     */
    public static final String ANSWERED_BY = "x-intercepts-answered-by";

    /** The value of {@link #ANSWERED_BY}. */
    public static final String LAPTOP = "laptop";

    /** How the edge's pseudonym in {@code Via} begins (RFC 9110 §7.6.3), by which agents know what came through it. */
    public static final String VIA_PSEUDONYM = "intercepts-";

    private TrafficHeaders() {}
}
