package dev.intercepts.cloud.api;

import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.security.ProblemWriter;
import dev.intercepts.cloud.security.RateLimit;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** What Traffic Managers may ask, who show no person's token but their cluster's. */
@Configuration(proxyBeanMethods = false)
class UplinkSecurity {

    /** Tokens that are no cluster's, from one address in a minute. */
    private static final int WRONG_TOKENS = 120;

    /** Before the chain of the rest of the API, which wants a person's. */
    @Bean
    @Order(2)
    SecurityFilterChain uplinkChain(HttpSecurity http, Clusters clusters, ProblemWriter problems, Clock clock)
            throws Exception {
        UplinkFilter filter = new UplinkFilter(clusters, RateLimit.perMinute(WRONG_TOKENS, clock), problems);
        return http.securityMatcher("/api/v1/clusters/*/report", "/api/v1/clusters/*/orders")
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(filter, AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
