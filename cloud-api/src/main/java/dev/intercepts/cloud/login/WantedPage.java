package dev.intercepts.cloud.login;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Where somebody wanted to go before they had to sign in. It stands in a cookie of their own browser, so that nothing is kept here of
 * strangers; and since a cookie may be anybody's, it leads to a path of this site or nowhere.
 */
@Component
class WantedPage implements RequestCache {

    private static final String NAME = "intercepts-wanted";

    /** How long somebody may take to sign in. */
    private static final Duration LIFETIME = Duration.ofMinutes(30);

    /** In base64 still less than the 4096 octets that browsers keep of a cookie (RFC 6265bis §5.6). */
    static final int LONGEST = 3000;

    /** A path with its query, never what a browser takes for another host: {@code //host}, {@code /\host}. */
    private static final Pattern OF_THIS_SITE = Pattern.compile("/(?!/)(?!.*%(?!\\p{XDigit}{2}))[!-~&&[^\\\\{}]]*");

    private final SessionCookie cookies;

    WantedPage(SessionCookie cookies) {
        this.cookies = cookies;
    }

    /** Remembers a page load. What is too long for a cookie is forgotten, and what was wanted before it too. */
    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        if (!SignInRedirect.isPageLoad(request)) {
            return;
        }
        String query = request.getQueryString();
        String address = request.getRequestURI() + (query == null ? "" : "?" + query);
        if (isOfThisSite(address)) {
            cookies.set(response, NAME, encoded(address), LIFETIME);
        } else {
            removeRequest(request, response);
        }
    }

    @Override
    public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = WebUtils.getCookie(request, cookies.name(NAME));
        return cookie == null ? null : decoded(cookie.getValue()).orElse(null);
    }

    /** None: a browser that is led back sends a request of its own. */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        cookies.set(response, NAME, "", Duration.ZERO);
    }

    static String encoded(String address) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(address.getBytes(StandardCharsets.US_ASCII));
    }

    /** The request that a cookie's value stands for; empty where it is none of this site. */
    static Optional<SavedRequest> decoded(String value) {
        try {
            String address = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.ISO_8859_1);
            return isOfThisSite(address) ? Optional.of(saved(address)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isOfThisSite(String address) {
        return address.length() <= LONGEST && OF_THIS_SITE.matcher(address).matches();
    }

    private static SavedRequest saved(String address) {
        SimpleSavedRequest saved = new SimpleSavedRequest(address);
        int query = address.indexOf('?');
        if (query >= 0) {
            saved.setParameters(parameters(address.substring(query + 1)));
        }
        return saved;
    }

    private static Map<String, String[]> parameters(String query) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            all.computeIfAbsent(plain(parts[0]), name -> new ArrayList<>())
                    .add(parts.length == 1 ? "" : plain(parts[1]));
        }
        Map<String, String[]> arrays = new LinkedHashMap<>();
        all.forEach((name, values) -> arrays.put(name, values.toArray(String[]::new)));
        return arrays;
    }

    private static String plain(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
