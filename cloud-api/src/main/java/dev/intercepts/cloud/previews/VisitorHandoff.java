package dev.intercepts.cloud.previews;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a visitor of a private preview gets from the dashboard's login to the preview's own host: by a single-use code of at
 * most 60 s, bound to host, nonce and user. Methods may block; the edge calls them on virtual threads.
 */
public interface VisitorHandoff {

    /** Path on the preview's host that the browser comes back to with {@code ?code=…}; it never reaches the cluster. */
    String RETURN_PATH = "/.intercepts/handoff";

    /**
     * Where to send a visitor without a session.
     *
     * @param label the preview's
     * @param nonce a secret of the visitor's browser, kept there in a cookie of the preview's host
     * @param returnPath path and query to come back to, beginning with one slash
     */
    URI loginUrl(String label, String nonce, String returnPath);

    /**
     * Redeems a code, once.
     *
     * @param code as the dashboard gave it to the browser
     * @param label of the preview that the browser brought it to
     * @param nonces of that browser, one for each login under way there
     * @return empty where the code is unknown, used or late, or belongs to another preview or to none of the nonces
     */
    Optional<Redeemed> redeem(String code, String label, List<String> nonces);

    /** The visit that a session token proves, or empty where it is forged, ended or late. */
    Optional<Visit> find(String sessionToken);

    /** Whether the visitor may open that preview now: the session is this preview's and its user still a member. */
    boolean mayVisit(Visit visit, PreviewTarget target);

    /**
     * A login that has come to its end.
     *
     * @param visit what it has led to
     * @param nonce that it began with, which is over with it
     */
    record Redeemed(Visit visit, String nonce) {

        /** Without the nonce, so that it can be logged. */
        @Override
        public String toString() {
            return "Redeemed[visit=" + visit + "]";
        }
    }

    /**
     * A visitor's session on one preview's host.
     *
     * @param sessionToken secret of the cookie
     * @param label the preview it is for
     * @param userId who
     * @param returnPath where the visitor wanted to go
     * @param expires when it ends
     */
    record Visit(String sessionToken, String label, String userId, String returnPath, Instant expires) {

        /** Without the token, so that it can be logged. */
        @Override
        public String toString() {
            return "Visit[label=" + label + ", userId=" + userId + ", expires=" + expires + "]";
        }
    }
}
