package dev.intercepts.cloud.login;

import dev.intercepts.cloud.help.HelpTopic;
import dev.intercepts.cloud.identity.GitHubSettings;
import dev.intercepts.cloud.security.RateLimit;
import dev.intercepts.cloud.settings.HostedSettings;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.time.Clock;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/** What browsers may do: sign in with GitHub, and, once they act for an organization, everything on the pages. */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {

    /** The pages copy to the clipboard, and use nothing else that a browser can do. */
    private static final String NO_FEATURES =
            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";

    private static final String[] OPEN = {
        "/assets/**",
        "/webjars/**",
        "/favicon.ico",
        "/error",
        "/login",
        HelpTopic.PATH,
        Login.ORGANIZATION_PATH,
        Login.ORGANIZATION_PATH + "/refresh",
        Login.ORGANIZATION_PATH + "/turn-away",
        "/.well-known/intercepts",
        "/livez",
        "/readyz",
        "/v3/api-docs/**",
        "/v3/api-docs.yaml"
    };

    @Bean
    ClientRegistrationRepository clientRegistrations(GitHubSettings github, HostedSettings settings) {
        return new InMemoryClientRegistrationRepository(GitHubLogin.registration(github, settings));
    }

    /** The session of the servlet container lives from the redirect to GitHub to the end of the login only. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> loginCookie(
            SessionCookie cookie, HostedSettings settings) {
        return factory -> {
            factory.getSettings().getSession().getCookie().setName(cookie.name("intercepts-login"));
            factory.getSettings().getSession().getCookie().setSecure(settings.secure());
            factory.getSettings().getSession().getCookie().setHttpOnly(true);
            factory.getSettings().getSession().getCookie().setPath("/");
        };
    }

    @Bean
    @Order(10)
    SecurityFilterChain browserChain(
            HttpSecurity http,
            GitHubLogin github,
            GitHubSettings githubSettings,
            StoredSessions sessions,
            SessionCookie cookie,
            SignIns signIns,
            SignInRedirect signInRedirect,
            HostedSettings settings,
            Clock clock)
            throws Exception {
        CookieCsrfTokenRepository csrfTokens = new CookieCsrfTokenRepository();
        csrfTokens.setCookieName(cookie.name("intercepts-csrf"));
        csrfTokens.setCookieCustomizer(
                csrf -> csrf.path("/").httpOnly(true).secure(settings.secure()).sameSite("Lax"));
        http.securityContext(context -> context.securityContextRepository(sessions))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(OPEN)
                        .permitAll()
                        .anyRequest()
                        .hasRole("MEMBER"))
                .oauth2Login(login -> login.authorizedClientRepository(new GitHubLogin.NoClients())
                        .userInfoEndpoint(userInfo -> userInfo.userService(github))
                        .successHandler(github)
                        .failureHandler(github))
                .exceptionHandling(exceptions -> exceptions.authenticationEntryPoint(signInRedirect))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens).ignoringRequestMatchers("/.well-known/intercepts"))
                .logout(logout -> logout.addLogoutHandler((request, response, authentication) -> {
                            cookie.token(request).ifPresent(signIns::end);
                            cookie.clear(response);
                        })
                        .logoutSuccessUrl("/login?out"))
                .addFilterBefore(
                        new LoginRateFilter(RateLimit.perMinute(120, clock)),
                        OAuth2AuthorizationRequestRedirectFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(
                                csp -> csp.policyDirectives(policy(githubSettings, settings)))
                        .frameOptions(frames -> frames.deny())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(features -> features.policy(NO_FEATURES))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                        .addHeaderWriter(new StaticHeadersWriter("X-Permitted-Cross-Domain-Policies", "none")));
        return http.build();
    }

    /**
     * Own scripts and styles only. Forms may lead (by redirects, which browsers count as the form's target) to previews and
     * to the command's loopback address; pictures of people come from GitHub.
     */
    static String policy(GitHubSettings github, HostedSettings settings) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "font-src 'self'",
                "connect-src 'self'",
                "img-src 'self' data: https: " + origin(github.baseUrl()),
                "form-action 'self' http://127.0.0.1:* " + settings.previewUrl("*"),
                "base-uri 'none'",
                "frame-ancestors 'none'");
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
