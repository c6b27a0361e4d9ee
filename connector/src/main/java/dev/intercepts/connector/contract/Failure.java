package dev.intercepts.connector.contract;

/**
 * Why a command failed, for people and for scripts.
 *
 * @param code machine-readable, lower case with dashes
 * @param message one line: what happened, with which value
 * @param hint one line: what to do about it; empty where there is nothing
 * @param exit exit status of the command, one of {@link Exit}
 */
public record Failure(String code, String message, String hint, int exit) {

    /** It was understood and failed. */
    public static FailureException failed(String code, String message, String hint) {
        return new FailureException(new Failure(code, message, hint, Exit.FAILED));
    }

    /** It was used wrongly. */
    public static FailureException usage(String code, String message, String hint) {
        return new FailureException(new Failure(code, message, hint, Exit.USAGE));
    }

    /** It needs a connection or a login. */
    public static FailureException notConnected(String code, String message, String hint) {
        return new FailureException(new Failure(code, message, hint, Exit.NOT_CONNECTED));
    }
}
