package dev.intercepts.tunnel;

/** What became of one attempt to dial. */
sealed interface DialOutcome {

    /** The tunnel is up. */
    record Up(TunnelConnection tunnel) implements DialOutcome {}

    /**
     * The listener refused.
     *
     * @param status HTTP status
     * @param message the listener's words
     */
    record Refused(int status, String message) implements DialOutcome {}

    /**
     * It did not come to an answer.
     *
     * @param reason in words
     * @param carrierSuspect whether something in between may not pass on this kind of upgrade
     */
    record Failed(String reason, boolean carrierSuspect) implements DialOutcome {}

    /** An exception in words that say what happened, without a class name where the message is enough. */
    static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
