package dev.intercepts.protocol.stream;

import java.util.Locale;

/** Why a stream was not opened. */
public enum RefusalReason {
    /** The authority names nothing that this side knows. */
    NO_SUCH_TARGET(404),
    /** The peer may not reach that target. */
    NOT_ALLOWED(403),
    /** The next tunnel on the way is not there. */
    NO_TUNNEL(503),
    /** The target answered with a refusal of its own, or was unreachable. */
    CONNECT_FAILED(502),
    /** The target did not answer in time. */
    TIMEOUT(504),
    /** This side is going away; ask another. */
    DRAINING(503),
    /** A limit of this side is reached. */
    OVERLOADED(503);

    private final int status;

    RefusalReason(int status) {
        this.status = status;
    }

    /** The HTTP status of the refusal. */
    public int status() {
        return status;
    }

    /** As it stands in {@link StreamHeaders#REASON}: lower case with dashes. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
