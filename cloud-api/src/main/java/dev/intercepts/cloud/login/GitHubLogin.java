package dev.intercepts.cloud.login;

import dev.intercepts.cloud.identity.GitHubSettings;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.settings.HostedSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** What Spring Security's OAuth 2.0 client needs to know of GitHub, and what follows when GitHub said who somebody is. */
@Component
class GitHubLogin
        implements OAuth2UserService<OAuth2UserRequest, OAuth2User>,
                AuthenticationSuccessHandler,
                AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(GitHubLogin.class);
    private static final String USER = "user";

    private final People people;
    private final SignIns signIns;
    private final SessionCookie cookie;

    GitHubLogin(People people, SignIns signIns, SessionCookie cookie) {
        this.people = people;
        this.signIns = signIns;
        this.cookie = cookie;
    }

    /** GitHub, or a GitHub Enterprise Server, as configured. */
    static ClientRegistration registration(GitHubSettings github, HostedSettings settings) {
        return ClientRegistration.withRegistrationId("github")
                .clientName("GitHub")
                .clientId(github.clientId())
                .clientSecret(github.clientSecret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(settings.publicUrl() + "/login/oauth2/code/github")
                .scope("read:org")
                .authorizationUri(github.baseUrl() + "/login/oauth/authorize")
                .tokenUri(github.baseUrl() + "/login/oauth/access_token")
                .userInfoUri(github.api() + "/user")
                .userNameAttributeName("id")
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .build();
    }

    @Override
    public OAuth2User loadUser(OAuth2UserRequest request) {
        try {
            UUID userId = people.loggedIn(request.getAccessToken().getTokenValue());
            return new DefaultOAuth2User(List.of(), Map.of(USER, userId), USER);
        } catch (RestClientException e) {
            OAuth2Error error = new OAuth2Error("github_unreachable", "GitHub did not say who you are", null);
            throw new OAuth2AuthenticationException(error, e);
        }
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        // A session that was there before ends: it may be another person's.
        cookie.token(request).ifPresent(signIns::end);
        cookie.set(response, signIns.begin(UUID.fromString(authentication.getName())));
        response.sendRedirect(Login.ORGANIZATION_PATH);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        LOG.atInfo().addKeyValue("reason", String.valueOf(reason.getMessage())).log("A login with GitHub failed");
        response.sendRedirect("/login?failed");
    }

    /** Keeps no client: GitHub's token is kept once, encrypted, by {@link People}. */
    static final class NoClients implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registrationId, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String registrationId,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}
    }
}
