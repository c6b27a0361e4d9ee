package dev.intercepts.connector.kube;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a kubeconfig's context reaches its API server, for a connection that the Kubernetes client does not make.
 *
 * @param server URL, with a slash at its end; it may have a path
 * @param tls whom to trust and with what certificate to come; {@code null} where the URL is not of {@code https}
 * @param tlsName the name that is asked for and has to be in the server's certificate
 * @param verified whether that name counts
 * @param proxy on the way there, or {@code null}
 * @param headers of each request, credentials among them; may block while they are renewed
 */
public record ServerAccess(
        URI server,
        @Nullable SSLContext tls,
        String tlsName,
        boolean verified,
        @Nullable Proxy proxy,
        Supplier<Map<String, String>> headers) {

    /** What a proxy speaks. */
    public enum ProxyKind {
        HTTP,
        SOCKS4,
        SOCKS5
    }

    /**
     * A proxy.
     *
     * @param address perhaps not resolved yet
     * @param authorization value of {@code Proxy-Authorization}, or {@code null}
     */
    public record Proxy(
            ProxyKind kind,
            InetSocketAddress address,
            @Nullable String authorization) {}
}
