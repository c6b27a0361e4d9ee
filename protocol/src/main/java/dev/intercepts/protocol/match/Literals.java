package dev.intercepts.protocol.match;

import java.util.Optional;

/** Tells expressions that stand for one text only: they can be compared, and set as a header. */
public final class Literals {

    private static final String SPECIAL = "\\^$.|?*+()[]{}";

    private Literals() {}

    /** An expression that is found where, and only where, the text is. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8);
        for (char c : text.toCharArray()) {
            if (SPECIAL.indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /**
     * The text that an expression without operators stands for; {@code ^} at its beginning and {@code $} at its end are
     * allowed. Empty for any other expression.
     */
    public static Optional<String> textOf(String regex) {
        String body = regex.startsWith("^") ? regex.substring(1) : regex;
        body = endsWithAnchor(body) ? body.substring(0, body.length() - 1) : body;
        StringBuilder text = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\') {
                i++;
                if (i == body.length() || SPECIAL.indexOf(body.charAt(i)) < 0 && body.charAt(i) != '-') {
                    return Optional.empty();
                }
                text.append(body.charAt(i));
            } else if (SPECIAL.indexOf(c) >= 0) {
                return Optional.empty();
            } else {
                text.append(c);
            }
        }
        return Optional.of(text.toString());
    }

    /** Whether the expression is a literal bound to both ends, so that it holds for exactly one value. */
    public static boolean isExact(String regex) {
        return regex.startsWith("^") && endsWithAnchor(regex) && textOf(regex).isPresent();
    }

    private static boolean endsWithAnchor(String regex) {
        if (!regex.endsWith("$")) {
            return false;
        }
        int escapes = 0;
        for (int i = regex.length() - 2; i >= 0 && regex.charAt(i) == '\\'; i--) {
            escapes++;
        }
        return escapes % 2 == 0;
    }
}
