package dev.intercepts.connector.contract;

/** Ends a command with a {@link Failure}; one place turns it into two lines on the terminal. */
public final class FailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public FailureException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public FailureException(Failure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
    }

    /** What to tell. */
    public Failure failure() {
        return failure;
    }
}
