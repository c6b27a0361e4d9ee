package dev.intercepts.protocol.stream;

import java.util.Locale;

/** Who on the path of a request acted or failed; told to whoever asked in the header {@code x-intercepts-hop}. */
public enum Hop {
    EDGE,
    RELAY,
    MANAGER,
    INGRESS,
    AGENT,
    APP,
    CONNECTOR,
    LAPTOP;

    /** As it stands in headers: lower case. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
