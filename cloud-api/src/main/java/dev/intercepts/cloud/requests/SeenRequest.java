package dev.intercepts.cloud.requests;

import java.time.Duration;
import java.time.Instant;

/**
 * One request to a preview, as the edge saw it. It tells nothing that a query string or a header might hide: tokens stand there.
 *
 * @param interceptId the hosted service's identifier of the intercept ({@code PreviewTarget.interceptId})
 * @param at when its head had been read
 * @param method as sent, at most {@value #LONGEST_METHOD} characters are kept
 * @param path of the target, without query and fragment (whatever follows the first {@code ?} or {@code #} is dropped here, too), at
 *     most {@value #LONGEST_PATH} characters are kept
 * @param status of the answer that the visitor got; 0 where the visitor or the application went away before one began
 * @param took from {@code at} until the first byte of the answer was on its way, or until it was given up
 * @param answeredBy who gave the answer
 */
public record SeenRequest(
        String interceptId, Instant at, String method, String path, int status, Duration took, AnsweredBy answeredBy) {

    static final int LONGEST_METHOD = 20;
    static final int LONGEST_PATH = 300;

    public SeenRequest {
        method = cut(method, LONGEST_METHOD);
        path = cut(withoutQuery(path), LONGEST_PATH);
    }

    /** Who gave the answer. */
    public enum AnsweredBy {
        /** A laptop: the answer carried {@code x-intercepts-answered-by: laptop}. */
        LAPTOP,
        /** The cluster. A service of its own may have asked the laptop while it made the answer; that is not seen from outside. */
        CLUSTER,
        /** The edge itself, or another hop in the cluster's stead: a refusal, a redirect to the login, an error. */
        EDGE
    }

    private static String withoutQuery(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '?' || path.charAt(i) == '#') {
                return path.substring(0, i);
            }
        }
        return path;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
