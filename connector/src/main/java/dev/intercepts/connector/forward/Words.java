package dev.intercepts.connector.forward;

/** What a failure is told as. */
final class Words {

    private Words() {}

    /** Those of what lies at the bottom of it; around it Netty and TLS say that something failed. */
    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
