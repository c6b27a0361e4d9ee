package dev.intercepts.connector.contract;

/** Exit statuses of the command. */
public final class Exit {

    /** Done. */
    public static final int DONE = 0;

    /** It was understood and failed. */
    public static final int FAILED = 1;

    /** It was used wrongly. */
    public static final int USAGE = 2;

    /** There is no connection, or no login, that it needs. */
    public static final int NOT_CONNECTED = 3;

    /** Interrupted by the user. */
    public static final int INTERRUPTED = 130;

    private Exit() {}
}
