package dev.intercepts.cloud.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the REST API: properties {@code intercepts.api.*}.
 *
 * @param requestsPerMinute how many requests one login, browser or API key may send in a minute; at least 1
 */
@ConfigurationProperties("intercepts.api")
record ApiSettings(@DefaultValue("1200") int requestsPerMinute) {

    ApiSettings {
        if (requestsPerMinute < 1) {
            throw new IllegalArgumentException(
                    "intercepts.api.requests-per-minute: " + requestsPerMinute + " (expected: at least 1)");
        }
    }
}
