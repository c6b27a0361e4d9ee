package dev.intercepts.cloud.login;

import dev.intercepts.cloud.security.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Service;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Whether somebody lets the command act for them. Any program of their computer can say that it is the command (RFC 8252 §8.6), so
 * they are asked at each login, on the page on which the organization is chosen; an answer is good for that one request.
 */
@Service
public class Consent {

    /** Where the command sends a browser. */
    public static final String AUTHORIZE_PATH = "/oauth2/authorize";

    /** All that the command may be led back to, and what the authorization server takes of it. */
    private static final Pattern LOOPBACK = Pattern.compile("http://(127\\.0\\.0\\.1|\\[::1])(:\\d*)?/callback");

    private static final String GIVEN = Consent.class.getName();

    private final RequestCache requests;

    Consent(RequestCache requests) {
        this.requests = requests;
    }

    /**
     * A command that waits.
     *
     * @param id names its request, so that a page that shows one grants no other
     * @param refusal where the browser tells it that it may not (RFC 6749 §4.1.2.1)
     */
    public record Asked(String id, URI refusal) {}

    /** What the person is asked on the way to; empty where no command waits. */
    public Optional<Asked> asked(HttpServletRequest request, HttpServletResponse response) {
        return saved(request, response).flatMap(Consent::asked);
    }

    /** Remembers the request and says where the person is asked about it. */
    public String ask(HttpServletRequest request, HttpServletResponse response) {
        requests.saveRequest(request, response);
        return Login.ORGANIZATION_PATH;
    }

    /** Whether the person has said yes to this request; only once. */
    public boolean given(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || request.getQueryString() == null) {
            return false;
        }
        boolean given = id(request.getQueryString()).equals(session.getAttribute(GIVEN));
        session.removeAttribute(GIVEN);
        return given;
    }

    /** Whether a request to {@link #AUTHORIZE_PATH} leads to no command: the authorization server refuses it by itself. */
    public static boolean leadsNowhere(HttpServletRequest request) {
        String[] redirects = request.getParameterValues("redirect_uri");
        return redirects == null
                || redirects.length != 1
                || !LOOPBACK.matcher(redirects[0]).matches();
    }

    /** Takes the person's yes. */
    void give(HttpServletRequest request, Asked asked) {
        request.getSession().setAttribute(GIVEN, asked.id());
    }

    /** Forgets the request. */
    void forget(HttpServletRequest request, HttpServletResponse response) {
        requests.removeRequest(request, response);
    }

    private Optional<SavedRequest> saved(HttpServletRequest request, HttpServletResponse response) {
        return Optional.ofNullable(requests.getRequest(request, response));
    }

    private static Optional<Asked> asked(SavedRequest saved) {
        String address = saved.getRedirectUrl();
        int query = address.indexOf('?');
        String redirect = parameter(saved, "redirect_uri");
        if (query < 0
                || !address.substring(0, query).equals(AUTHORIZE_PATH)
                || redirect == null
                || !LOOPBACK.matcher(redirect).matches()) {
            return Optional.empty();
        }
        UriComponentsBuilder refusal = UriComponentsBuilder.fromUriString(redirect)
                .queryParam("error", "access_denied")
                .queryParam("error_description", "{why}");
        String state = parameter(saved, "state");
        if (state != null) {
            refusal.queryParam("state", "{state}");
        }
        return Optional.of(new Asked(
                id(address.substring(query + 1)),
                refusal.encode().build("You turned it away in the browser.", state == null ? "" : state)));
    }

    private static @Nullable String parameter(SavedRequest saved, String name) {
        String[] values = saved.getParameterValues(name);
        return values == null || values.length != 1 ? null : values[0];
    }

    private static String id(String query) {
        return Secrets.hash(query);
    }
}
