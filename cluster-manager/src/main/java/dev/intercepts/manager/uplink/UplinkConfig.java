package dev.intercepts.manager.uplink;

import dev.intercepts.manager.http.BadRequestException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where the hosted service is and by which right the manager reports to it: body of {@code PUT /v1/uplink} and content of
 * the Secret.
 *
 * @param cloudUrl {@code https://host[:port]}, also http for a service on one machine
 * @param clusterId the service's identifier of this cluster
 * @param token the uplink token
 */
public record UplinkConfig(String cloudUrl, String clusterId, String token) {

    /** The same, if it can be used. */
    public UplinkConfig checked() throws BadRequestException {
        if (clusterId == null || clusterId.isBlank() || token == null || token.isBlank() || cloudUrl == null) {
            throw new BadRequestException("body: cloudUrl, clusterId or token is missing");
        }
        try {
            URI uri = URI.create(cloudUrl);
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new BadRequestException("cloudUrl: " + cloudUrl + " (expected: https://host[:port])");
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("cloudUrl: " + cloudUrl + " (expected: https://host[:port])");
        }
        return this;
    }

    /** From the Secret's values; empty where one is missing or wrong. */
    public static Optional<UplinkConfig> ofSecret(Map<String, String> values) {
        try {
            return Optional.of(new UplinkConfig(
                            values.getOrDefault("cloudUrl", ""),
                            values.getOrDefault("clusterId", ""),
                            values.getOrDefault("token", ""))
                    .checked());
        } catch (BadRequestException e) {
            return Optional.empty();
        }
    }

    /** As the Secret's values. */
    public Map<String, String> toSecret() {
        return Map.of("cloudUrl", cloudUrl, "clusterId", clusterId, "token", token);
    }

    /** An address of the service. */
    URI at(String path) {
        return URI.create((cloudUrl.endsWith("/") ? cloudUrl.substring(0, cloudUrl.length() - 1) : cloudUrl) + path);
    }

    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "UplinkConfig[cloudUrl=" + cloudUrl + ", clusterId=" + clusterId + "]";
    }
}
