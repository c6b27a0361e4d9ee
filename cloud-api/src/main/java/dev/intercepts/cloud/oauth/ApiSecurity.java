package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.identity.Scope;
import dev.intercepts.cloud.security.ProblemWriter;
import dev.intercepts.cloud.security.RateLimit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;

/** The REST API takes access tokens and API keys and never cookies, so there is nothing to forge across sites. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    /** Tokens that nobody has, from one address in a minute. They cannot be guessed; this keeps the trying cheap. */
    private static final int WRONG_TOKENS = 120;

    @Bean
    @Order(3)
    SecurityFilterChain apiChain(HttpSecurity http, AccessTokens tokens, ProblemWriter problems, Clock clock)
            throws Exception {
        ApiRefusals refusals = new ApiRefusals(problems);
        RateLimit wrong = RateLimit.perMinute(WRONG_TOKENS, clock);
        return http.securityMatcher("/api/**")
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers("/api/v1/api-keys/**")
                                .hasAuthority(PersonAuthentication.IN_PERSON)
                                .requestMatchers(HttpMethod.GET)
                                .hasAuthority(PersonAuthentication.authority(Scope.READ))
                                .requestMatchers(HttpMethod.HEAD)
                                .hasAuthority(PersonAuthentication.authority(Scope.READ))
                                .requestMatchers("/api/v1/intercepts/**", "/api/v1/clusters/**")
                                .hasAuthority(PersonAuthentication.authority(Scope.INTERCEPTS))
                                .anyRequest()
                                .hasAuthority(PersonAuthentication.authority(Scope.MANAGE)))
                .oauth2ResourceServer(
                        server -> server.authenticationManagerResolver(request -> bearers(tokens, wrong, request))
                                .authenticationEntryPoint(refusals)
                                .accessDeniedHandler(refusals))
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .build();
    }

    private static AuthenticationManager bearers(AccessTokens tokens, RateLimit wrong, HttpServletRequest request) {
        return (Authentication presented) -> {
            String bearer = ((BearerTokenAuthenticationToken) presented).getToken();
            return tokens.authenticate(bearer)
                    .orElseThrow(() -> wrong.tryAcquire(request.getRemoteAddr())
                            ? new InvalidBearerTokenException("The access token is unknown, late or revoked")
                            : new ApiRefusals.TooManyWrongTokensException());
        };
    }
}
