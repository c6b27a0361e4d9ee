package dev.intercepts.cloud.relay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where tunnels are accepted: properties {@code intercepts.tunnel.*}.
 *
 * @param host address to bind
 * @param port 0-65535, 0 for any
 * @param drain how long streams may take to finish when the service stops
 */
@ConfigurationProperties("intercepts.tunnel")
public record RelaySettings(
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("8082") int port,
        @DefaultValue("10s") Duration drain) {

    public RelaySettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("intercepts.tunnel.port: " + port + " (expected: 0-65535)");
        }
    }
}
