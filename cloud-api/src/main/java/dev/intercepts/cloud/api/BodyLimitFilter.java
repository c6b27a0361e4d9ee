package dev.intercepts.cloud.api;

import dev.intercepts.cloud.security.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes bodies of the API up to a size, and no larger ones: 413. */
@Component
@Order(ApiFilters.BODY)
class BodyLimitFilter extends OncePerRequestFilter {

    static final int LARGEST = 256 * 1024;

    /** Reports hold every intercept of a cluster. */
    static final int LARGEST_REPORT = 8 * 1024 * 1024;

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

    private final ProblemWriter problems;

    BodyLimitFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(ApiFilters.PATH) || WITHOUT_BODY.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int largest = request.getRequestURI().endsWith("/report") ? LARGEST_REPORT : LARGEST;
        byte[] body = request.getContentLengthLong() > largest
                ? new byte[largest + 1]
                : request.getInputStream().readNBytes(largest + 1);
        if (body.length > largest) {
            problems.write(
                    response, HttpStatus.CONTENT_TOO_LARGE, "The body is larger than " + largest / 1024 + " KiB");
            return;
        }
        chain.doFilter(new BufferedRequest(request, body), response);
    }
}
