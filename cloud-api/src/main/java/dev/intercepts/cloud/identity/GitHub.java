package dev.intercepts.cloud.identity;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** The few questions that are asked of GitHub's REST API, as the person whose token it is. */
@Component
class GitHub {

    private static final int MOST_ORGANIZATIONS = 100;

    /** Whoever waits for an answer holds a connection to the database. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RestClient client;

    GitHub(GitHubSettings settings) {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(PATIENCE);
        requests.setReadTimeout(PATIENCE);
        this.client = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(settings.apiUrl().toString())
                .defaultHeader(HttpHeaders.ACCEPT, "application/vnd.github+json")
                .defaultHeader("X-GitHub-Api-Version", "2022-11-28")
                .build();
    }

    /** {@code GET /user}. */
    User user(String token) {
        User user = get("/user", token, User.class);
        if (user == null) {
            throw new IllegalStateException("GitHub answered /user with nothing");
        }
        return user;
    }

    /** {@code GET /user/orgs}: those that the person lets this app see. */
    List<Account> organizations(String token) {
        Account[] accounts = get("/user/orgs?per_page=" + MOST_ORGANIZATIONS, token, Account[].class);
        return accounts == null ? List.of() : List.of(accounts);
    }

    private <T> @Nullable T get(String path, String token, Class<T> type) {
        try {
            return client.get()
                    .uri(path)
                    .headers(headers -> headers.setBearerAuth(token))
                    .retrieve()
                    .body(type);
        } catch (RestClientResponseException e) {
            if (e.getStatusCode().value() == 401) {
                throw new TokenRejectedException();
            }
            throw e;
        }
    }

    record User(
            long id,
            String login,
            @Nullable String name,
            @Nullable String avatar_url) {}

    record Account(long id, String login) {}

    /** GitHub knows the token no more: it was revoked, or the person left. */
    static final class TokenRejectedException extends RuntimeException {
        TokenRejectedException() {
            super("GitHub rejected the token");
        }
    }
}
