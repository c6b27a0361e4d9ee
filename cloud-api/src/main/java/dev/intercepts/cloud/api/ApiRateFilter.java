package dev.intercepts.cloud.api;

import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.security.ProblemWriter;
import dev.intercepts.cloud.security.RateLimit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how often one login or API key may ask, and says what is left ({@code RateLimit} and {@code RateLimit-Policy},
 * draft-ietf-httpapi-ratelimit-headers).
 */
@Component
@Order(ApiFilters.RATE)
class ApiRateFilter extends OncePerRequestFilter {

    private final RateLimit limit;
    private final ProblemWriter problems;

    ApiRateFilter(ApiSettings settings, ProblemWriter problems, Clock clock) {
        this.limit = RateLimit.perMinute(settings.requestsPerMinute(), clock);
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(ApiFilters.PATH);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication somebody)) {
            chain.doFilter(request, response);
            return;
        }
        RateLimit.Standing standing = limit.take(somebody.credential().toString());
        response.setHeader("RateLimit-Policy", "\"requests\";q=" + standing.limit() + ";w=" + standing.windowSeconds());
        response.setHeader("RateLimit", "\"requests\";r=" + standing.remaining() + ";t=" + standing.resetSeconds());
        if (standing.within()) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(standing.resetSeconds()));
        problems.write(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "More than " + standing.limit() + " requests within a minute. Wait " + standing.resetSeconds()
                        + " s; follow /api/v1/events instead of asking again and again.");
    }
}
