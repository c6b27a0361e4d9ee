package dev.intercepts.cloud.identity;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where people log in: properties {@code intercepts.github.*}.
 *
 * @param baseUrl of GitHub, or of a GitHub Enterprise server
 * @param apiUrl of its REST API; {@code https://HOST/api/v3} for GitHub Enterprise
 * @param clientId of the OAuth app
 * @param clientSecret of the OAuth app
 */
@ConfigurationProperties("intercepts.github")
public record GitHubSettings(
        @DefaultValue("https://github.com") URI baseUrl,
        @DefaultValue("https://api.github.com") URI apiUrl,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret) {

    public GitHubSettings {
        if (clientId.isBlank() || clientSecret.isBlank()) {
            throw new IllegalArgumentException(
                    "intercepts.github.client-id and intercepts.github.client-secret are not set:"
                            + " make an OAuth app at " + baseUrl + "/settings/developers and set both"
                            + " (environment: INTERCEPTS_GITHUB_CLIENT_ID, INTERCEPTS_GITHUB_CLIENT_SECRET)");
        }
    }
}
