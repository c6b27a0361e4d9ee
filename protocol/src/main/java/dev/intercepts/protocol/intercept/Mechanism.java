package dev.intercepts.protocol.intercept;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How traffic is told apart: every connection, or each HTTP request. */
public enum Mechanism {
    @JsonProperty("tcp")
    TCP,
    @JsonProperty("http")
    HTTP;

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
