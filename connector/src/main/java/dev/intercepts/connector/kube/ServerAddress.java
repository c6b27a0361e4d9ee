package dev.intercepts.connector.kube;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an API server listens, by its URL. {@link URI} knows no host with an underscore (RFC 3986 §3.2.2 does), which is how containers
 * are called.
 *
 * @param secure whether it is {@code https}
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 1-65535
 */
record ServerAddress(boolean secure, String host, int port) {

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[^@]*@)?(?:\\[([0-9A-Fa-f:.%]+)]|([^:@\\[\\]]+))(?::([0-9]{0,5}))?");

    /** {@code null} where the URL is of another scheme, or names no host. */
    static @Nullable ServerAddress of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        Matcher authority = AUTHORITY.matcher(String.valueOf(uri.getRawAuthority()));
        if (!secure && !scheme.equals("http") || uri.getRawAuthority() == null || !authority.matches()) {
            return null;
        }
        String host = authority.group(1) == null ? authority.group(2) : authority.group(1);
        String port = authority.group(3);
        int number = port == null || port.isEmpty() ? (secure ? 443 : 80) : Integer.parseInt(port);
        return number < 1 || number > 65_535 ? null : new ServerAddress(secure, host, number);
    }
}
