package dev.intercepts.agent.message;

/** A message that could be read in more than one way, or that exceeds a limit. */
public final class BadMessageException extends RuntimeException {

    private final int status;

    /**
     * Says what is wrong.
     *
     * @param status 400, or 431 where a limit of the head is exceeded
     * @param message one sentence for whoever sent it
     */
    public BadMessageException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static BadMessageException malformed(String message) {
        return new BadMessageException(400, message);
    }

    /** The status of an answer to it. */
    public int status() {
        return status;
    }
}
