package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The edge's own cookies on a preview's host: one of the visitor's session, and one of each login under way
 * (docs/decisions/0271). With https they are {@code __Host-} cookies, which no other host can set or read; no application behind a
 * preview ever sees or sets them.
 */
record Cookies(boolean https) {

    private static final String VISIT = "intercepts-visit";
    private static final String NONCE = "intercepts-nonce-";
    private static final int LOGIN_SECONDS = 600;

    /** Characters of a nonce that its cookie's name ends with, so that tabs which sign in side by side have a cookie each. */
    private static final int NAMED = 6;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{7,64}");

    /** The visitor's session, or {@code null}. */
    @Nullable
    String visit(Fields request) {
        return value(request, name(VISIT));
    }

    /** The nonces of the logins under way. */
    List<String> nonces(Fields request) {
        List<String> nonces = new ArrayList<>();
        for (int i = request.indexOf("cookie", 0); i >= 0; i = request.indexOf("cookie", i + 1)) {
            for (String pair : request.value(i).split(";")) {
                int equals = pair.indexOf('=');
                String value = pair.substring(equals + 1).strip();
                if (equals > 0
                        && FORM.matcher(value).matches()
                        && pair.substring(0, equals).strip().equals(nonceName(value))) {
                    nonces.add(value);
                }
            }
        }
        return nonces;
    }

    /** {@code Set-Cookie} for a session. */
    String setVisit(String token, long seconds) {
        return set(name(VISIT), token, seconds);
    }

    /** {@code Set-Cookie} for a login. */
    String setNonce(String nonce) {
        return set(nonceName(nonce), nonce, LOGIN_SECONDS);
    }

    /** {@code Set-Cookie} that ends a login. */
    String dropNonce(String nonce) {
        return set(nonceName(nonce), "", 0);
    }

    /** Whether a cookie of that name is the edge's. */
    static boolean ours(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("intercepts-") || lower.startsWith("__host-intercepts-");
    }

    /** A {@code Cookie} value without the edge's cookies; empty where nothing is left. */
    static String withoutOurs(String cookies) {
        if (!cookies.toLowerCase(Locale.ROOT).contains("intercepts-")) {
            return cookies;
        }
        StringBuilder kept = new StringBuilder();
        for (String pair : cookies.split(";")) {
            int equals = pair.indexOf('=');
            if (!ours(equals < 0 ? pair : pair.substring(0, equals)) && !pair.isBlank()) {
                kept.append(kept.isEmpty() ? "" : "; ").append(pair.strip());
            }
        }
        return kept.toString();
    }

    /**
     * An application's {@code Set-Cookie} on a preview's host: without {@code Domain}, since the cookie is for this preview and no
     * other; {@code null} where it means one of the edge's.
     */
    static @Nullable String fromApplication(String setCookie) {
        int equals = setCookie.indexOf('=');
        int semicolon = setCookie.indexOf(';');
        int nameEnd = equals < 0 || (semicolon >= 0 && semicolon < equals) ? semicolon : equals;
        if (ours(nameEnd < 0 ? setCookie : setCookie.substring(0, nameEnd))) {
            return null;
        }
        if (!setCookie.toLowerCase(Locale.ROOT).contains("domain")) {
            return setCookie;
        }
        String[] parts = setCookie.split(";");
        StringBuilder kept = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].strip().toLowerCase(Locale.ROOT).matches("domain\\s*(=.*)?")) {
                kept.append(';').append(parts[i]);
            }
        }
        return kept.toString();
    }

    private static @Nullable String value(Fields request, String name) {
        for (int i = request.indexOf("cookie", 0); i >= 0; i = request.indexOf("cookie", i + 1)) {
            for (String pair : request.value(i).split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return pair.substring(equals + 1).strip();
                }
            }
        }
        return null;
    }

    private String nonceName(String nonce) {
        return name(NONCE) + nonce.substring(0, NAMED);
    }

    private String name(String base) {
        return https ? "__Host-" + base : base;
    }

    private String set(String name, String value, long seconds) {
        return name + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                + (https ? "; Secure" : "");
    }
}
