package dev.intercepts.protocol.intercept;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which way streams take from the Traffic Manager to the laptop. */
public enum RoutePreference {
    /** The first of the two that works, switching when it breaks. */
    @JsonProperty("auto")
    AUTO,
    /** Only through the Kubernetes API server's port-forward. */
    @JsonProperty("direct")
    DIRECT,
    /** Only through the hosted relay. */
    @JsonProperty("relay")
    RELAY
}
