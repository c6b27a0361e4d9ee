package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.security.RateLimit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Limits how often one client at one address may ask for, refresh or revoke tokens: 429 with {@code Retry-After}. */
final class TokenRateFilter extends OncePerRequestFilter {

    private final RateLimit limit;
    private final JsonMapper json;

    TokenRateFilter(RateLimit limit, JsonMapper json) {
        this.limit = limit;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String client = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
        // Whoever makes up clients to get round the limit shares one: there is only one real one.
        boolean known = OAuthConfiguration.CLIENT.equals(client);
        RateLimit.Standing standing = limit.take(request.getRemoteAddr() + " " + (known ? client : "?"));
        if (standing.within()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(standing.resetSeconds()));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        Map<String, String> error = Map.of(
                OAuth2ParameterNames.ERROR,
                OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
                OAuth2ParameterNames.ERROR_DESCRIPTION,
                "Too many requests from this address; wait a minute");
        json.writeValue(response.getOutputStream(), error);
    }
}
