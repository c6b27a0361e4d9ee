package dev.intercepts.protocol.intercept;

import org.jspecify.annotations.Nullable;

/**
 * The cluster's front door as a preview uses it.
 *
 * @param host layer-3 address: a name or IP address as the Traffic Manager resolves it
 * @param port 1-65535
 * @param tls whether to speak TLS to it
 * @param l5Host host name for the {@code Host} header and SNI; {@code null} means {@code host}
 */
public record Ingress(
        String host, int port, boolean tls, @Nullable String l5Host) {

    /** The layer-5 host name that requests carry. */
    public String effectiveL5Host() {
        return l5Host == null || l5Host.isBlank() ? host : l5Host;
    }
}
