package dev.intercepts.cloud.login;

import dev.intercepts.cloud.settings.HostedSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * The cookie that holds a session's token. By https its name demands (RFC 6265bis §4.1.3.2) that only this host set it and
 * that it travels by TLS only.
 */
@Component
class SessionCookie {

    private static final String PLAIN = "intercepts-session";

    private final boolean secure;

    SessionCookie(HostedSettings settings) {
        this.secure = settings.secure();
    }

    /** A cookie's name as this deployment can hold it. */
    String name(String plain) {
        return secure ? "__Host-" + plain : plain;
    }

    Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, name())).map(Cookie::getValue);
    }

    void set(HttpServletResponse response, String token) {
        set(response, PLAIN, token, SignIns.LIFETIME);
    }

    void clear(HttpServletResponse response) {
        set(response, PLAIN, "", Duration.ZERO);
    }

    boolean isThere(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Arrays.stream(cookies).anyMatch(cookie -> cookie.getName().equals(name()));
    }

    private String name() {
        return name(PLAIN);
    }

    /** Sets a cookie for this host alone, which no script reads and no form of another site brings along. */
    void set(HttpServletResponse response, String plainName, String value, Duration age) {
        ResponseCookie cookie = ResponseCookie.from(name(plainName), value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .maxAge(age)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
