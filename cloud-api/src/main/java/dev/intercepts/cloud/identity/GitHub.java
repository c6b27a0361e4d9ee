package dev.intercepts.cloud.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** The few questions that are asked of GitHub's REST API, as the person whose token it is. */
@Component
class GitHub {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10;

    /** {@code required; url=…} with a 403, {@code partial-results; organizations=1,2} with a 200. */
    private static final String SINGLE_SIGN_ON = "X-GitHub-SSO";

    private final RestClient client;

    GitHub(GitHubSettings settings) {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(settings.patience());
        requests.setReadTimeout(settings.patience());
        this.client = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(settings.api().toString())
                .defaultHeader(HttpHeaders.ACCEPT, "application/vnd.github+json")
                .defaultHeader("X-GitHub-Api-Version", "2022-11-28")
                .build();
    }

    /** {@code GET /user}. */
    User user(String token) {
        return Objects.requireNonNull(get("/user", token, User.class).getBody(), "GitHub answered /user with nothing");
    }

    /**
     * {@code GET /user/orgs}: those that the person lets this app see. Organizations that restrict third-party applications are
     * left out of it until an owner allows this one; those with single sign-on until the person has signed in there.
     */
    Belonging organizations(String token) {
        List<Account> all = new ArrayList<>();
        String notice = null;
        for (int page = 1; page <= MOST_PAGES; page++) {
            ResponseEntity<Account[]> answer;
            try {
                answer = get("/user/orgs?per_page=" + PAGE + "&page=" + page, token, Account[].class);
            } catch (RestClientResponseException e) {
                if (!GitHubNotice.refuses(e)) {
                    throw e;
                }
                return new Belonging(List.of(), GitHubNotice.ofRefusal(e));
            }
            Account[] accounts = Objects.requireNonNullElse(answer.getBody(), new Account[0]);
            all.addAll(List.of(accounts));
            notice = GitHubNotice.ofAnswer(answer.getHeaders().getFirst(SINGLE_SIGN_ON));
            if (accounts.length < PAGE) {
                break;
            }
        }
        return new Belonging(List.copyOf(all), notice);
    }

    /**
     * {@code GET /user/memberships/orgs}: ids of those that the person is an owner of. Where GitHub does not tell this app, there
     * are none.
     */
    Set<Long> owned(String token) {
        Set<Long> owned = new HashSet<>();
        try {
            for (int page = 1; page <= MOST_PAGES; page++) {
                String path = "/user/memberships/orgs?state=active&per_page=" + PAGE + "&page=" + page;
                Role[] roles = Objects.requireNonNullElse(
                        get(path, token, Role[].class).getBody(), new Role[0]);
                Arrays.stream(roles)
                        .filter(role -> role.role().equals("admin"))
                        .forEach(role -> owned.add(role.organization().id()));
                if (roles.length < PAGE) {
                    break;
                }
            }
            return Set.copyOf(owned);
        } catch (HttpClientErrorException e) {
            return Set.of();
        }
    }

    private <T> ResponseEntity<T> get(String path, String token, Class<T> type) {
        try {
            return client.get()
                    .uri(path)
                    .headers(headers -> headers.setBearerAuth(token))
                    .retrieve()
                    .toEntity(type);
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

    /**
     * What somebody belongs to, as far as GitHub says.
     *
     * @param notice what it keeps back and why, for people; {@code null} where it said nothing of the kind
     */
    record Belonging(List<Account> organizations, @Nullable String notice) {}

    record Role(String role, Account organization) {}

    /** GitHub knows the token no more: it was revoked, or the person left. */
    static final class TokenRejectedException extends RuntimeException {
        TokenRejectedException() {
            super("GitHub rejected the token");
        }
    }
}
