package dev.intercepts.cloud.edge.http;

/** A message that two programs could read in two ways, or that breaks a limit; the connection ends after the answer. */
public final class MalformedMessageException extends Exception {

    private final int status;

    /**
     * Says what is wrong.
     *
     * @param status what a client is answered with: 400, 405, 414, 417, 421, 431, 501 or 505
     * @param message one sentence without the offending bytes
     */
    public MalformedMessageException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** HTTP status for the client that sent it. */
    public int status() {
        return status;
    }
}
