package dev.intercepts.cloud.api;

import dev.intercepts.cloud.api.KeptAnswers.Claim;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.security.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Carries a POST with an {@code Idempotency-Key} out once, however often it comes (draft-ietf-httpapi-idempotency-key-header):
 * whoever did not get the answer sends the request again and gets the same one.
 */
@Component
@Order(ApiFilters.REPEATED)
class RepeatedRequestFilter extends OncePerRequestFilter {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private final KeptAnswers answers;
    private final ProblemWriter problems;

    RepeatedRequestFilter(KeptAnswers answers, ProblemWriter problems) {
        this.answers = answers;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(ApiFilters.PATH)
                || !request.getMethod().equals("POST")
                || request.getHeader(KEY) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(KEY);
        if (!(request instanceof BufferedRequest buffered)
                || !(SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication somebody)) {
            chain.doFilter(request, response);
            return;
        }
        if (!key.matches(Bounds.IDEMPOTENCY_KEY)) {
            problems.write(response, HttpStatus.BAD_REQUEST, KEY + " (expected: 1-255 printable ASCII characters)");
            return;
        }
        Person person = somebody.getPrincipal();
        KeptAnswers.Key named = new KeptAnswers.Key(person.userId(), person.organizationId(), key);
        switch (answers.claim(named, request.getMethod() + " " + request.getRequestURI(), buffered.body())) {
            case Claim.First ignored -> carryOut(named, request, response, chain);
            case Claim.Other ignored ->
                problems.write(
                        response,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "This " + KEY + " was used for another request; take a new one for each");
            case Claim.UnderWay ignored -> {
                response.setHeader(HttpHeaders.RETRY_AFTER, "1");
                problems.write(response, HttpStatus.CONFLICT, "The first request with this " + KEY + " is under way");
            }
            case Claim.Secret ignored ->
                problems.write(
                        response,
                        HttpStatus.CONFLICT,
                        "The first request with this " + KEY + " was carried out. Its answer showed a secret, which is"
                                + " shown once; replace what it made");
            case Claim.Answered answered -> replay(answered, response);
        }
    }

    private void carryOut(
            KeptAnswers.Key key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean kept = false;
        try {
            chain.doFilter(request, answer);
            int status = answer.getStatus();
            // What failed by our fault, or came too often, may be tried again.
            if (status < 500 && status != HttpStatus.TOO_MANY_REQUESTS.value()) {
                answers.keep(
                        key,
                        status,
                        new KeptAnswers.Head(answer.getContentType(), answer.getHeader(HttpHeaders.LOCATION)),
                        showsSecret(request) && status < 300 ? null : answer.getContentAsByteArray());
                kept = true;
            }
        } finally {
            if (!kept) {
                answers.forget(key);
            }
        }
        answer.copyBodyToResponse();
    }

    private static boolean showsSecret(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals(ApiKeyController.PATH) || path.startsWith("/api/v1/clusters");
    }

    private static void replay(Claim.Answered answered, HttpServletResponse response) throws IOException {
        response.setStatus(answered.status());
        response.setHeader(REPLAYED, "true");
        set(response, HttpHeaders.CONTENT_TYPE, answered.head().contentType());
        set(response, HttpHeaders.LOCATION, answered.head().location());
        response.getOutputStream().write(answered.body());
    }

    private static void set(HttpServletResponse response, String name, @Nullable String value) {
        if (value != null) {
            response.setHeader(name, value);
        }
    }
}
