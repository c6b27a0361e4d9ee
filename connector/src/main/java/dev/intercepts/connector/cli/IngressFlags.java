package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.IngressOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that answer the four questions on the ingress. */
final class IngressFlags {

    @Option(names = "--ingress-host", paramLabel = "HOST", description = "The ingress's layer 3 address.")
    private @Nullable String host;

    @Option(names = "--ingress-port", paramLabel = "PORT", description = "The ingress's port.")
    private @Nullable Integer port;

    @Option(
            names = "--ingress-tls",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether that port speaks TLS.")
    private @Nullable Boolean tls;

    @Option(
            names = "--ingress-l5",
            paramLabel = "HOST",
            description = "Layer 5 host name: TLS server name and HTTP Host (default: the address).")
    private @Nullable String l5Host;

    IngressOptions options() {
        return new IngressOptions(host, port, tls, l5Host);
    }
}
