package dev.intercepts.cloud.login;

import dev.intercepts.cloud.identity.GitHubSettings;
import dev.intercepts.cloud.identity.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    private final Consent consent;
    private final GitHubSettings github;

    Login(
            SignIns signIns,
            SessionCookie cookie,
            People people,
            RequestCache requests,
            Consent consent,
            GitHubSettings github) {
        this.signIns = signIns;
        this.cookie = cookie;
        this.people = people;
        this.requests = requests;
        this.consent = consent;
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

    /** Who signed in, as GitHub calls them. */
    public String name(SignIn signIn) {
        return people.profile(signIn.userId()).map(People.Profile::login).orElse("");
    }

    /**
     * Goes on for an organization, and lets a command that waits act for it.
     *
     * @param asked the command's request that the person saw ({@link Consent.Asked#id}), or {@code null}
     * @return where the person wanted to go before they had to sign in, or {@code /}; empty where the session is over, they do
     *     not belong to the organization, or a command waits that they did not see
     */
    public Optional<String> choose(
            UUID organizationId, @Nullable String asked, HttpServletRequest request, HttpServletResponse response) {
        Optional<Consent.Asked> waiting = consent.asked(request, response);
        if (waiting.isPresent() && !waiting.get().id().equals(asked)) {
            return Optional.empty();
        }
        return cookie.token(request)
                .flatMap(token -> signIns.choose(token, organizationId))
                .map(token -> {
                    cookie.set(response, token);
                    waiting.ifPresent(command -> consent.give(request, command));
                    return wanted(request, response);
                });
    }

    /**
     * Turns a command away that waits.
     *
     * @return where the browser tells it so; empty where none waits
     */
    public Optional<URI> turnAway(HttpServletRequest request, HttpServletResponse response) {
        Optional<Consent.Asked> waiting = consent.asked(request, response);
        consent.forget(request, response);
        return waiting.map(Consent.Asked::refusal);
    }

    private String wanted(HttpServletRequest request, HttpServletResponse response) {
        SavedRequest saved = requests.getRequest(request, response);
        requests.removeRequest(request, response);
        return saved == null ? "/" : saved.getRedirectUrl();
    }
}
