package dev.intercepts.cloud.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the edge listens and what it allows: properties {@code intercepts.edge.*}.
 *
 * @param host address to bind
 * @param port 0-65535, 0 for any
 * @param verifyIngress whether an ingress with TLS must show a certificate that the platform trusts
 * @param connectionsPerAddress open at a time from one address, streams of HTTP/2 included; raise it where a load balancer stands before the edge
 * @param requestsPerPreview under way at a time
 * @param streamsPerConnection under way at a time on a connection of HTTP/2, 1-1000
 * @param sslBundle name of the SSL bundle ({@code spring.ssl.bundle.*}) whose key TLS is spoken with; without it TLS ends before
 *     the edge
 */
@ConfigurationProperties("intercepts.edge")
public record EdgeSettings(
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("8081") int port,
        @DefaultValue("false") boolean verifyIngress,
        @DefaultValue("1000") int connectionsPerAddress,
        @DefaultValue("1000") int requestsPerPreview,
        @DefaultValue("100") int streamsPerConnection,
        @Nullable String sslBundle) {}
