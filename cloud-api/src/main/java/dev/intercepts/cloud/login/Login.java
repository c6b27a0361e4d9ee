package dev.intercepts.cloud.login;

import dev.intercepts.cloud.identity.GitHubSettings;
import dev.intercepts.cloud.identity.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Service;

/** The steps after GitHub said who somebody is, for the pages that ask for them. */
@Service
public class Login {

    /** Page on which an organization is chosen. */
    public static final String ORGANIZATION_PATH = "/organizations";

    private final SignIns signIns;
    private final SessionCookie cookie;
    private final People people;
    private final RequestCache requests;
    private final GitHubSettings github;

    Login(SignIns signIns, SessionCookie cookie, People people, RequestCache requests, GitHubSettings github) {
        this.signIns = signIns;
        this.cookie = cookie;
        this.people = people;
        this.requests = requests;
        this.github = github;
    }

    /** What the browser's session proves; empty where it has none. */
    public Optional<SignIn> of(HttpServletRequest request) {
        return cookie.token(request).flatMap(signIns::find);
    }

    /** What somebody can choose from. */
    public List<People.Choice> choices(SignIn signIn) {
        return people.choices(signIn.userId());
    }

    /** What GitHub said of organizations that it keeps back, for the person to read. */
    public Optional<String> notice(SignIn signIn) {
        return people.notice(signIn.userId());
    }

    /** Where the person sees at GitHub which organizations this application may read, and asks their owners for more. */
    public URI grantsPage() {
        return github.grantsPage();
    }

    /** Asks GitHub now what the person belongs to; returns whether it answered. */
    public boolean lookAgain(SignIn signIn) {
        return people.lookAgain(signIn.userId());
    }

    /**
     * Goes on for an organization.
     *
     * @return where the person wanted to go before they had to sign in, or {@code /}; empty where the session is over or they
     *     do not belong to the organization
     */
    public Optional<String> choose(UUID organizationId, HttpServletRequest request, HttpServletResponse response) {
        return cookie.token(request)
                .flatMap(token -> signIns.choose(token, organizationId))
                .map(token -> {
                    cookie.set(response, token);
                    return wanted(request, response);
                });
    }

    private String wanted(HttpServletRequest request, HttpServletResponse response) {
        SavedRequest saved = requests.getRequest(request, response);
        requests.removeRequest(request, response);
        return saved == null ? "/" : saved.getRedirectUrl();
    }
}
