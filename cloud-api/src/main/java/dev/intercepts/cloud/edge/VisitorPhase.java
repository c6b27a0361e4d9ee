package dev.intercepts.cloud.edge;

/** What a visitor's connection is about. */
enum VisitorPhase {
    /** Reads the head of a request. */
    HEAD,
    /** Has a request; whether and where it goes is being found out. */
    PREPARING,
    /** The request is sent, its answer awaited or on its way. */
    EXCHANGE,
    /** The protocol was switched: bytes both ways. */
    RAW,
    /** Has answered for the last time; the answer has not left in full. */
    CLOSING,
    /** Has sent everything; reads on for a little so that it is not lost to a reset. */
    LINGERING;

    /** Whether nothing more is answered. */
    boolean ended() {
        return this == CLOSING || this == LINGERING;
    }
}
