package dev.intercepts.cloud.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the edge listens and what it allows: properties {@code intercepts.edge.*}. TLS ends before it.
 *
 * @param host address to bind
 * @param port 0-65535, 0 for any
 * @param verifyIngress whether an ingress with TLS must show a certificate that the platform trusts
 * @param connectionsPerAddress open at a time from one address; raise it where a load balancer stands before the edge
 * @param requestsPerPreview under way at a time
 */
@ConfigurationProperties("intercepts.edge")
public record EdgeSettings(
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("8081") int port,
        @DefaultValue("false") boolean verifyIngress,
        @DefaultValue("1000") int connectionsPerAddress,
        @DefaultValue("1000") int requestsPerPreview) {}
