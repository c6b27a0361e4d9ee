package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.login.Consent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Before a command gets a code, its person is asked; whoever is not signed in yet is asked on the way. The path is as it stands in the
 * request, which is its one spelling (decision 260).
 */
final class ConsentFilter extends OncePerRequestFilter {

    private final Consent consent;

    ConsentFilter(Consent consent) {
        this.consent = consent;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals(request.getContextPath() + Consent.AUTHORIZE_PATH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getMethod().equals(HttpMethod.GET.name())) {
            // RFC 6749 §3.1 leaves POST open; with GET alone there is one way to ask, and one address to have asked
            // about.
            response.setHeader(HttpHeaders.ALLOW, HttpMethod.GET.name());
            response.sendError(HttpStatus.METHOD_NOT_ALLOWED.value());
        } else if (!signedIn() || Consent.leadsNowhere(request) || consent.given(request)) {
            chain.doFilter(request, response);
        } else {
            response.sendRedirect(consent.ask(request, response));
        }
    }

    private static boolean signedIn() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication;
    }
}
