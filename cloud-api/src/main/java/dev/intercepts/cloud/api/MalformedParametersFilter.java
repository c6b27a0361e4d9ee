package dev.intercepts.cloud.api;

import dev.intercepts.cloud.security.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 400 where a query or form cannot be read, such as {@code ?=1} or {@code ?q=%zz}: Tomcat throws at whoever asks for the
 * first parameter, wherever that is. It comes before everything that might ask.
 */
@Component
@Order(MalformedParametersFilter.BEFORE_SECURITY)
class MalformedParametersFilter extends OncePerRequestFilter {

    static final int BEFORE_SECURITY = -1000;

    private final ProblemWriter problems;

    MalformedParametersFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (readable(request)) {
            chain.doFilter(request, response);
        } else if (ProblemsWithoutController.isApi(request)) {
            problems.write(response, HttpStatus.BAD_REQUEST, "The parameters cannot be read (expected: name=value&…)");
        } else {
            response.sendError(HttpStatus.BAD_REQUEST.value());
        }
    }

    private static boolean readable(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
