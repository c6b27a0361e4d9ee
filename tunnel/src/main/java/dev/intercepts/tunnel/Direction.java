package dev.intercepts.tunnel;

/** Which side opens streams, as the dialler asks for it. */
public enum Direction {
    /** The dialler accepts streams: the reversed role, HTTP/2 server on a connection it dialled. */
    ACCEPT,
    /** The dialler opens streams: the ordinary role. */
    OPEN
}
