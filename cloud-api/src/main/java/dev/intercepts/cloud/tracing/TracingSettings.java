package dev.intercepts.cloud.tracing;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where traces go: properties {@code intercepts.tracing.*}.
 *
 * @param otlpUrl where spans are sent by OTLP over HTTP, such as {@code http://collector:4318/v1/traces}; without it they go
 *     nowhere
 * @param headers sent along, for collectors that want a token
 */
@ConfigurationProperties("intercepts.tracing")
record TracingSettings(@Nullable URI otlpUrl, @Nullable Map<String, String> headers) {

    TracingSettings {
        if (otlpUrl != null && otlpUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "intercepts.tracing.otlp-url: " + otlpUrl + " (expected: http://host:4318/v1/traces)");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }
}
