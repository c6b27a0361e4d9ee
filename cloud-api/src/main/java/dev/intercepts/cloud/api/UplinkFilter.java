package dev.intercepts.cloud.api;

import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.security.ProblemWriter;
import dev.intercepts.cloud.security.RateLimit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in whoever shows the uplink token of the cluster in the path, by the head alone: a report is up to 8 MiB, and nobody's is
 * waited for and held before it is known whose it is.
 */
final class UplinkFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";
    private static final PathPatternRequestMatcher PATH =
            PathPatternRequestMatcher.pathPattern("/api/v1/clusters/{id}/*");

    private final Clusters clusters;
    private final RateLimit wrong;
    private final ProblemWriter problems;

    /**
     * A filter.
     *
     * @param wrong limits the tokens that are no cluster's, by address
     */
    UplinkFilter(Clusters clusters, RateLimit wrong, ProblemWriter problems) {
        this.clusters = clusters;
        this.wrong = wrong;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = token(request.getHeader(HttpHeaders.AUTHORIZATION));
        Optional<Uplink> uplink = token == null ? Optional.empty() : uplink(request, token);
        if (uplink.isPresent()) {
            request.setAttribute(Uplink.ATTRIBUTE, uplink.get());
            chain.doFilter(request, response);
        } else {
            refuse(token != null, request, response);
        }
    }

    private Optional<Uplink> uplink(HttpServletRequest request, String token) {
        String id = PATH.matcher(request).getVariables().getOrDefault("id", "");
        return clusters.authenticate(id, token).map(cluster -> new Uplink(cluster, token));
    }

    private void refuse(boolean guess, HttpServletRequest request, HttpServletResponse response) throws IOException {
        RateLimit.Standing standing = guess ? wrong.take(request.getRemoteAddr()) : null;
        if (standing == null || standing.within()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            problems.write(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "The uplink token is not this cluster's, or was replaced. The next intercept of somebody who is logged"
                            + " in connects it again.");
        } else {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(standing.resetSeconds()));
            problems.write(
                    response,
                    HttpStatus.TOO_MANY_REQUESTS,
                    "Too many uplink tokens from this address were wrong. Wait " + standing.resetSeconds() + " s.");
        }
    }

    private static @Nullable String token(@Nullable String authorization) {
        return authorization == null || !authorization.startsWith(BEARER)
                ? null
                : authorization.substring(BEARER.length());
    }
}
