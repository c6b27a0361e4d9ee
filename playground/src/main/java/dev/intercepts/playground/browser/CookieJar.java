package dev.intercepts.playground.browser;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cookies as browsers keep them (RFC 6265), in as far as the playground's pages need it: host-only and domain cookies,
 * paths, expiry, {@code Secure} (loopback counts as secure, as in browsers) and the {@code __Host-} prefix.
 */
public final class CookieJar {

    private final Clock clock;
    private final List<Cookie> cookies = new ArrayList<>();

    /** An empty jar. */
    public CookieJar(Clock clock) {
        this.clock = clock;
    }

    /** A cookie; {@code hostOnly} ones go to exactly {@code host}, others also to hosts below it. */
    public record Cookie(
            String host, boolean hostOnly, String path, boolean secure, Instant until, String name, String value) {

        private boolean goesTo(URI uri) {
            String asked = hostOf(uri);
            boolean hostFits = hostOnly ? asked.equals(host) : asked.equals(host) || asked.endsWith("." + host);
            String askedPath = pathOf(uri);
            boolean pathFits = askedPath.equals(path)
                    || (askedPath.startsWith(path) && (path.endsWith("/") || askedPath.charAt(path.length()) == '/'));
            return hostFits && pathFits && (!secure || trustworthy(uri));
        }

        private boolean sameAs(Cookie other) {
            return name.equals(other.name) && host.equals(other.host) && path.equals(other.path);
        }
    }

    /** Keeps what an answer sets; refuses what a browser would refuse. */
    public synchronized void keep(URI from, List<String> setCookieLines) {
        for (String line : setCookieLines) {
            parse(from, line).ifPresent(this::put);
        }
    }

    /** Puts a cookie there as if it had been set. */
    public synchronized void put(Cookie cookie) {
        cookies.removeIf(cookie::sameAs);
        if (cookie.until().isAfter(clock.instant())) {
            cookies.add(cookie);
        }
    }

    /** The {@code Cookie} header for a request, {@code ""} if there is nothing to send. */
    public synchronized String headerFor(URI to) {
        return cookiesFor(to).stream()
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }

    /** What a request to this address would carry. */
    public synchronized List<Cookie> cookiesFor(URI to) {
        Instant now = clock.instant();
        return cookies.stream()
                .filter(cookie -> cookie.until().isAfter(now) && cookie.goesTo(to))
                .toList();
    }

    private Optional<Cookie> parse(URI from, String line) {
        String[] parts = line.split(";", -1);
        int equals = parts[0].indexOf('=');
        if (equals <= 0) {
            return Optional.empty();
        }
        String name = parts[0].substring(0, equals).strip();
        String domain = "";
        String path = "";
        boolean secure = false;
        Instant until = Instant.MAX;
        boolean maxAge = false;
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].strip().split("=", 2);
            String value = attribute.length == 2 ? attribute[1].strip() : "";
            switch (attribute[0].toLowerCase(Locale.ROOT)) {
                case "domain" -> domain = value.replaceFirst("^\\.", "").toLowerCase(Locale.ROOT);
                case "path" -> path = value;
                case "secure" -> secure = true;
                case "max-age" -> {
                    until = clock.instant().plus(Duration.ofSeconds(Long.parseLong(value)));
                    maxAge = true;
                }
                case "expires" -> until = maxAge ? until : expires(value);
                default -> {} // HttpOnly and SameSite do not matter to a browser without scripts and foreign frames
            }
        }
        boolean forbidden = (secure && !trustworthy(from))
                || (!domain.isEmpty()
                        && !hostOf(from).equals(domain)
                        && !hostOf(from).endsWith("." + domain))
                || (name.startsWith("__Host-") && (!secure || !domain.isEmpty() || !path.equals("/")))
                || (name.startsWith("__Secure-") && !secure);
        return forbidden
                ? Optional.empty()
                : Optional.of(new Cookie(
                        domain.isEmpty() ? hostOf(from) : domain,
                        domain.isEmpty(),
                        path.startsWith("/") ? path : "/",
                        secure,
                        until,
                        name,
                        parts[0].substring(equals + 1).strip()));
    }

    private static Instant expires(String date) {
        try {
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    private static boolean trustworthy(URI uri) {
        String host = hostOf(uri);
        return "https".equals(uri.getScheme())
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.");
    }

    private static String hostOf(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static String pathOf(URI uri) {
        return uri.getPath().isEmpty() ? "/" : uri.getPath();
    }
}
