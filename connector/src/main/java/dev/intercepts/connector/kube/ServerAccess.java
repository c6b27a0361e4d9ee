package dev.intercepts.connector.kube;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a kubeconfig's context reaches its API server, for a connection that the Kubernetes client does not make.
 *
 * @param server URL of {@code http} or {@code https}, with a slash at its end; it may have a path
 * @param host of the URL, an IPv6 address without brackets
 * @param port of the URL, 1-65535
 * @param tls {@code null} where the URL is not of {@code https}
 * @param tlsName the name that is asked for and has to be in the server's certificate
 * @param verified whether that name counts
 * @param proxy on the way there, or {@code null}
 * @param headers of each request, credentials among them; may block while they are renewed
 */
public record ServerAccess(
        URI server,
        String host,
        int port,
        @Nullable Tls tls,
        String tlsName,
        boolean verified,
        @Nullable Proxy proxy,
        Supplier<Map<String, List<String>>> headers) {

    /**
     * What TLS is made with.
     *
     * @param trust whom to trust, {@code null} for whom the platform trusts
     * @param key the certificate to come with, or {@code null}
     */
    public record Tls(
            @Nullable TrustManager trust, @Nullable KeyManager key) {}

    /** What a proxy speaks. */
    public enum ProxyKind {
        HTTP,
        SOCKS4,
        SOCKS5
    }

    /**
     * A proxy. Its name is resolved for each connection: another network may have another address for it.
     *
     * @param port 1-65535
     * @param login who asks, or {@code null}
     */
    public record Proxy(
            ProxyKind kind, String host, int port, @Nullable Login login) {}

    /** A name and a password for a proxy. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
