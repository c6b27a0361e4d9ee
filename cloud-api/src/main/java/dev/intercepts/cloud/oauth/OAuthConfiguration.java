package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.login.Consent;
import dev.intercepts.cloud.security.RateLimit;
import dev.intercepts.cloud.security.Secrets;
import dev.intercepts.cloud.settings.HostedSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authorization server for the command: authorization code with PKCE (S256) on a loopback redirect (RFC 8252), opaque
 * tokens, refresh tokens that rotate, revocation; and device authorization (RFC 8628) where there is no browser.
 */
@Configuration(proxyBeanMethods = false)
class OAuthConfiguration {

    static final String CLIENT = "telepresence";
    static final String SCOPE = "intercepts";

    /** How long somebody has to type a device's code. */
    static final Duration DEVICE_LIFETIME = Duration.ofMinutes(10);

    /** Requests with tokens or for devices, from one address and client in a minute. */
    private static final int REQUESTS_PER_MINUTE = 300;

    /** What Spring's metadata says of things that this server has no clients for. */
    private static final List<String> OTHERS = List.of(
            "jwks_uri",
            "introspection_endpoint",
            "introspection_endpoint_auth_methods_supported",
            "tls_client_certificate_bound_access_tokens",
            "dpop_signing_alg_values_supported");

    @Bean
    RegisteredClientRepository registeredClients() {
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId(CLIENT)
                .clientId(CLIENT)
                .clientName("telepresence")
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                // Any port of the loopback address will do (RFC 8252 §7.3); the path must be this one.
                .redirectUri("http://127.0.0.1/callback")
                .redirectUri("http://[::1]/callback")
                .scope(SCOPE)
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                        .authorizationCodeTimeToLive(Duration.ofSeconds(60))
                        .deviceCodeTimeToLive(DEVICE_LIFETIME)
                        .accessTokenTimeToLive(Duration.ofHours(1))
                        .refreshTokenTimeToLive(Duration.ofDays(30))
                        .reuseRefreshTokens(false)
                        .build())
                .build());
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(HostedSettings settings) {
        return AuthorizationServerSettings.builder()
                .issuer(settings.publicUrl().toString())
                .build();
    }

    @Bean
    OAuth2TokenGenerator<OAuth2Token> tokenGenerator(Secrets secrets, Clock clock) {
        OAuth2AccessTokenGenerator accessTokens = new OAuth2AccessTokenGenerator();
        accessTokens.setClock(clock);
        return new DelegatingOAuth2TokenGenerator(accessTokens, new RefreshTokens(secrets, clock));
    }

    @Bean
    @Order(1)
    SecurityFilterChain authorizationServerChain(
            HttpSecurity http,
            RegisteredClientRepository clients,
            SecurityContextRepository sessions,
            AuthenticationEntryPoint signIn,
            DeviceCodes deviceCodes,
            Consent consent,
            JsonMapper json,
            Clock clock)
            throws Exception {
        PublicClients publicClients = new PublicClients(clients);
        http.oauth2AuthorizationServer(server -> {
            http.securityMatcher(server.getEndpointsMatcher());
            server.authorizationServerMetadataEndpoint(
                    endpoint -> endpoint.authorizationServerMetadataCustomizer(OAuthConfiguration::onlyWhatWeOffer));
            server.deviceAuthorizationEndpoint(endpoint -> endpoint.authenticationProviders(deviceCodes::install)
                    .deviceAuthorizationResponseHandler(deviceCodes));
            server.clientAuthentication(authentication ->
                    authentication.authenticationConverter(publicClients).authenticationProvider(publicClients));
        });
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .securityContext(context -> context.securityContextRepository(sessions))
                .addFilterAfter(
                        new TokenRateFilter(RateLimit.perMinute(REQUESTS_PER_MINUTE, clock), json),
                        SecurityContextHolderFilter.class)
                .addFilterAfter(new ConsentFilter(consent), SecurityContextHolderFilter.class)
                .exceptionHandling(exceptions -> exceptions.defaultAuthenticationEntryPointFor(
                        signIn, PathPatternRequestMatcher.pathPattern(Consent.AUTHORIZE_PATH)))
                .build();
    }

    /** Spring names all that it could do; ours does this (RFC 8414 §2). */
    private static void onlyWhatWeOffer(OAuth2AuthorizationServerMetadata.Builder metadata) {
        metadata.tokenEndpointAuthenticationMethods(OAuthConfiguration::none)
                .tokenRevocationEndpointAuthenticationMethods(OAuthConfiguration::none)
                .grantTypes(grants -> {
                    grants.clear();
                    grants.add(AuthorizationGrantType.AUTHORIZATION_CODE.getValue());
                    grants.add(AuthorizationGrantType.REFRESH_TOKEN.getValue());
                    grants.add(AuthorizationGrantType.DEVICE_CODE.getValue());
                })
                .scopes(scopes -> scopes.add(SCOPE))
                .claims(claims -> OTHERS.forEach(claims::remove));
    }

    private static void none(List<String> methods) {
        methods.clear();
        methods.add(ClientAuthenticationMethod.NONE.getValue());
    }
}
