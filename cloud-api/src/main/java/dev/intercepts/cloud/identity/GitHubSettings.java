package dev.intercepts.cloud.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where people log in: properties {@code intercepts.github.*}.
 *
 * @param baseUrl of GitHub, of a GitHub Enterprise Server or of an Enterprise Cloud with a host of its own
 * @param apiUrl of its REST API; derived from {@code baseUrl} where it is not given
 * @param clientId of the OAuth app
 * @param clientSecret of the OAuth app
 * @param patience how long a request waits for GitHub before it goes by what GitHub has said last
 */
@ConfigurationProperties("intercepts.github")
public record GitHubSettings(
        @DefaultValue("https://github.com") URI baseUrl,
        @Nullable URI apiUrl,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("5s") Duration patience) {

    public GitHubSettings {
        if (baseUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "intercepts.github.base-url: " + baseUrl + " (expected: https://host[:port])");
        }
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("intercepts.github.patience: " + patience + " (expected: such as 5s)");
        }
        baseUrl = withoutSlash(baseUrl);
        if (clientId.isBlank() || clientSecret.isBlank()) {
            throw new IllegalArgumentException(
                    "intercepts.github.client-id and intercepts.github.client-secret are not set:"
                            + " make an OAuth app at " + baseUrl + "/settings/developers and set both"
                            + " (environment: INTERCEPTS_GITHUB_CLIENT_ID, INTERCEPTS_GITHUB_CLIENT_SECRET)");
        }
    }

    /** The REST API: {@code /api/v3} of a GitHub Enterprise Server, else a host of its own. */
    public URI api() {
        if (apiUrl != null) {
            return withoutSlash(apiUrl);
        }
        String host = baseUrl.getHost().toLowerCase(Locale.ROOT);
        boolean cloud = host.equals("github.com") || host.endsWith(".ghe.com");
        return URI.create(cloud ? "https://api." + host : baseUrl + "/api/v3");
    }

    /** Where somebody sees which of their organizations this application may read, and asks for more. */
    public URI grantsPage() {
        return URI.create(baseUrl + "/settings/connections/applications/" + clientId);
    }

    private static URI withoutSlash(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }
}
