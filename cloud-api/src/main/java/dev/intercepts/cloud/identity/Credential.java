package dev.intercepts.cloud.identity;

/**
 * What somebody proved who they are by. It names the proof and is none itself, so it may be kept and logged.
 *
 * @param kind of proof
 * @param id of the session, login or key; unique among its kind
 */
public record Credential(Kind kind, String id) {

    /** The kinds of proof that a person can have. */
    public enum Kind {
        /** The cookie of a browser that is signed in. */
        BROWSER,
        /** A login of the command line: its access and refresh tokens. */
        LOGIN,
        /** An API key. */
        API_KEY
    }

    /** Reads what {@link #toString} wrote. */
    public static Credential parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("credential: " + text + " (expected: KIND:id)");
        }
        return new Credential(Kind.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return kind + ":" + id;
    }
}
