package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.security.Secrets;
import dev.intercepts.cloud.settings.HostedSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codes that a device begins with (RFC 8628 §3.2). There is no {@code verification_uri_complete}: whoever lets a device in
 * types its code, so that a link in a mail cannot lead them to let in somebody else's (§5.4).
 */
@Component
class DeviceCodes implements AuthenticationSuccessHandler {

    /** Where the code is typed. */
    static final String PATH = "/device";

    private final Secrets secrets;
    private final HostedSettings settings;
    private final JsonMapper json;
    private final Clock clock;

    DeviceCodes(Secrets secrets, HostedSettings settings, JsonMapper json, Clock clock) {
        this.secrets = secrets;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /** Has Spring's provider make codes by our clock and without its bias. */
    void install(List<AuthenticationProvider> providers) {
        providers.stream()
                .filter(OAuth2DeviceAuthorizationRequestAuthenticationProvider.class::isInstance)
                .map(OAuth2DeviceAuthorizationRequestAuthenticationProvider.class::cast)
                .forEach(provider -> {
                    provider.setDeviceCodeGenerator(
                            context -> new OAuth2DeviceCode(secrets.token(), clock.instant(), end(context)));
                    provider.setUserCodeGenerator(
                            context -> new OAuth2UserCode(UserCode.next(secrets), clock.instant(), end(context)));
                });
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        var made = (OAuth2DeviceAuthorizationRequestAuthenticationToken) authentication;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("device_code", Objects.requireNonNull(made.getDeviceCode()).getTokenValue());
        answer.put("user_code", Objects.requireNonNull(made.getUserCode()).getTokenValue());
        answer.put("verification_uri", settings.publicUrl() + PATH);
        answer.put("expires_in", OAuthConfiguration.DEVICE_LIFETIME.toSeconds());
        answer.put("interval", DeviceLogins.POLL_SECONDS);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        json.writeValue(response.getOutputStream(), answer);
    }

    private Instant end(OAuth2TokenContext context) {
        TokenSettings tokens = context.getRegisteredClient().getTokenSettings();
        return clock.instant().plus(tokens.getDeviceCodeTimeToLive());
    }
}
