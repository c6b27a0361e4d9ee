package dev.intercepts.connector.contract;

import org.jspecify.annotations.Nullable;

/**
 * The four answers on how requests enter the cluster; {@code null} where neither a flag nor a person has answered.
 *
 * @param host layer-3 address
 * @param port 1-65535
 * @param tls whether that port speaks TLS
 * @param l5Host layer-5 host name, for SNI and the {@code Host} header
 */
public record IngressOptions(
        @Nullable String host,
        @Nullable Integer port,
        @Nullable Boolean tls,
        @Nullable String l5Host) {

    /** No answer yet. */
    public static final IngressOptions NONE = new IngressOptions(null, null, null, null);

    /** These answers, and those of {@code other} where there is none. */
    public IngressOptions or(IngressOptions other) {
        return new IngressOptions(
                host != null ? host : other.host,
                port != null ? port : other.port,
                tls != null ? tls : other.tls,
                l5Host != null ? l5Host : other.l5Host);
    }
}
