package dev.intercepts.cloud.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

/**
 * Sends somebody who is not signed in to where they can do what is missing: to GitHub, or to the choice of an organization.
 * Only page loads are led on; scripts and others get 401.
 */
@Component
class SignInRedirect implements AuthenticationEntryPoint {

    static final String GITHUB_PATH = "/oauth2/authorization/github";

    private final SignIns signIns;
    private final SessionCookie cookie;

    SignInRedirect(SignIns signIns, SessionCookie cookie) {
        this.signIns = signIns;
        this.cookie = cookie;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (!isPageLoad(request)) {
            // htmx then loads the whole page, which leads to the login.
            response.setHeader("HX-Refresh", "true");
            response.sendError(HttpStatus.UNAUTHORIZED.value());
            return;
        }
        boolean signedIn = cookie.token(request).flatMap(signIns::find).isPresent();
        response.sendRedirect(signedIn ? Login.ORGANIZATION_PATH : GITHUB_PATH);
    }

    /** What a browser asks for when a person follows a link; a client that takes anything is led on like a browser. */
    static boolean isPageLoad(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean takesPages =
                accept == null || accept.contains(MediaType.TEXT_HTML_VALUE) || accept.contains(MediaType.ALL_VALUE);
        return request.getMethod().equals("GET")
                && takesPages
                && request.getHeader("HX-Request") == null
                && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"));
    }
}
