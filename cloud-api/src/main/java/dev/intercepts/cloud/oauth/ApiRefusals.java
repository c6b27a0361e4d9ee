package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.security.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Says 401 and 403 as RFC 6750 §3 does, and what to do about it as RFC 9457 does. */
final class ApiRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();
    private final ProblemWriter problems;

    ApiRefusals(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (reason instanceof TooManyWrongTokensException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "60");
            problems.write(response, HttpStatus.TOO_MANY_REQUESTS, String.valueOf(reason.getMessage()));
            return;
        }
        challenge.commence(request, response, reason);
        String detail = reason instanceof InvalidBearerTokenException
                ? reason.getMessage() + ". Run `telepresence login`."
                : "An access token is missing. Run `telepresence login`.";
        problems.write(response, HttpStatus.valueOf(response.getStatus()), detail);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
        problems.write(
                response,
                HttpStatus.FORBIDDEN,
                "This API key was not made for that. Make one with the scope it needs, or log in: some things are for"
                        + " people only.");
    }

    /** Too many tokens from one address that nobody has. */
    static final class TooManyWrongTokensException extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        TooManyWrongTokensException() {
            super("Too many tokens from this address were wrong. Wait a minute; then run `telepresence login`.");
        }
    }
}
