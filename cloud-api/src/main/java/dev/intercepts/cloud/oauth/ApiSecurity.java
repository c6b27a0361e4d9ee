package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.PersonAuthentication;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/** The REST API takes access tokens and never cookies, so there is nothing to forge across sites. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    /** Requests of Traffic Managers: their controllers check the uplink token against the cluster in the path. */
    @Bean
    @Order(2)
    SecurityFilterChain uplinkChain(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher("/api/v1/clusters/*/report", "/api/v1/clusters/*/orders"))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain apiChain(HttpSecurity http, AccessTokens tokens, JsonMapper json) throws Exception {
        AuthenticationManager manager = authentication -> {
            String bearer = ((BearerTokenAuthenticationToken) authentication).getToken();
            return tokens.authenticate(bearer)
                    .map(PersonAuthentication::new)
                    .orElseThrow(() -> new InvalidBearerTokenException("The access token is unknown, late or revoked"));
        };
        AuthenticationEntryPoint refusal = (request, response, reason) -> refuse(json, request, response, reason);
        return stateless(http.securityMatcher("/api/**"))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .hasRole("MEMBER"))
                .oauth2ResourceServer(server ->
                        server.authenticationManagerResolver(request -> manager).authenticationEntryPoint(refusal))
                .exceptionHandling(exceptions -> exceptions.authenticationEntryPoint(refusal))
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    /** Says 401 as RFC 6750 §3 does, and what to do about it as RFC 9457 does. */
    private static void refuse(
            JsonMapper json, HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        new BearerTokenAuthenticationEntryPoint().commence(request, response, reason);
        String detail = reason instanceof InvalidBearerTokenException
                ? reason.getMessage() + ". Run `telepresence login`."
                : "An access token is missing. Run `telepresence login`.";
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(response.getStatus()), detail);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }
}
