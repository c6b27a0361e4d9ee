package dev.intercepts.cloud.login;

import dev.intercepts.cloud.security.RateLimit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how often one address may try to sign in: 429 with {@code Retry-After} (RFC 6585 §4). Paths are as they stand in the request,
 * which is their one spelling (decision 260).
 */
final class LoginRateFilter extends OncePerRequestFilter {

    private final RateLimit limit;

    LoginRateFilter(RateLimit limit) {
        this.limit = limit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !(path.startsWith("/login")
                || path.startsWith("/oauth2/authorization")
                || path.startsWith("/visit")
                || path.startsWith(Login.ORGANIZATION_PATH + "/refresh"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RateLimit.Standing standing = limit.take(request.getRemoteAddr());
        if (standing.within()) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(standing.resetSeconds()));
            response.sendError(HttpStatus.TOO_MANY_REQUESTS.value(), "Too many attempts to sign in; wait a minute");
        }
    }
}
