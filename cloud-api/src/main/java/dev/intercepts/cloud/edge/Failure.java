package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.help.HelpTopic;
import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.NoTunnelException;
import dev.intercepts.tunnel.StreamRefusal;
import dev.intercepts.tunnel.StreamRefusedException;
import java.util.Arrays;

/**
 * Why a request was not answered by the application.
 *
 * @param status of the answer
 * @param hop who failed
 * @param title two or three words
 * @param sentence what happened and whose move it is
 * @param retryAfter seconds after which trying again may help, 0 where it won't
 */
record Failure(int status, Hop hop, String title, String sentence, int retryAfter) {

    /** What a visitor can do about it. */
    enum Action {
        RELOAD,
        START_OVER,
        DASHBOARD
    }

    static final Failure UNKNOWN_PREVIEW = new Failure(
            404,
            Hop.EDGE,
            "No such preview",
            "There is no preview at this address: it has ended, or the link is incomplete.",
            0);
    static final Failure MISDIRECTED = new Failure(
            421,
            Hop.EDGE,
            "Wrong connection",
            "This connection was opened for another host: open one of its own for this preview.",
            0);
    static final Failure NO_TUNNEL = new Failure(
            503,
            Hop.MANAGER,
            "Cluster not connected",
            "The cluster behind this preview is not connected at the moment; this page tries again by itself.",
            5);
    static final Failure CUT_OFF = new Failure(
            503,
            Hop.EDGE,
            NO_TUNNEL.title(),
            "A member of the organization has revoked the cluster behind this preview; it is back with the next intercept there.",
            30);
    static final Failure LOST = new Failure(
            502, Hop.INGRESS, "Connection lost", "The connection into the cluster broke before an answer came.", 0);
    static final Failure NO_ANSWER = new Failure(
            504, Hop.INGRESS, "No answer in time", "The application behind this preview did not answer in time.", 0);
    static final Failure BAD_ANSWER = new Failure(
            502, Hop.INGRESS, "Unreadable answer", "The answer that came out of the cluster is not valid HTTP.", 0);
    static final Failure LOOP = new Failure(
            508, Hop.EDGE, "Endless loop", "This preview leads back to itself, so the request was stopped.", 0);
    static final Failure BUSY = new Failure(
            503,
            Hop.EDGE,
            "Too many requests",
            "This preview has too many requests under way; this page tries again.",
            2);
    static final Failure NOT_SIGNED_IN = new Failure(
            401, Hop.EDGE, "Sign in first", "This preview is private: open it in a browser and sign in.", 0);
    static final Failure NOT_ALLOWED = new Failure(
            403,
            Hop.EDGE,
            "Not allowed",
            "This preview is private to another organization than the one you signed in with.",
            0);
    static final Failure BAD_CODE = new Failure(
            403,
            Hop.EDGE,
            "Link used up",
            "This sign-in link was used before or is too old; open the preview again.",
            0);
    static final Failure WRONG_CODES = new Failure(
            429,
            Hop.EDGE,
            "Too many links",
            "Many sign-in links from your address were not good; open the preview again.",
            0);
    static final Failure NO_SUCH_PAGE =
            new Failure(404, Hop.EDGE, "No such page", "The edge has no page at this address.", 0);
    static final Failure INTERNAL =
            new Failure(500, Hop.EDGE, "Edge failed", "Something went wrong at the edge; it has been written down.", 0);

    Action action() {
        return switch (status) {
            case 401, 429 -> Action.START_OVER;
            case 403 -> equals(BAD_CODE) ? Action.START_OVER : Action.DASHBOARD;
            case 404, 508 -> Action.DASHBOARD;
            default -> Action.RELOAD;
        };
    }

    /** The section that says more about it. */
    HelpTopic topic() {
        return switch (status) {
            case 401, 429 -> HelpTopic.SIGN_IN;
            case 403 -> equals(BAD_CODE) ? HelpTopic.SIGN_IN : HelpTopic.NOT_ALLOWED;
            case 404 -> HelpTopic.PREVIEW_GONE;
            case 500 -> HelpTopic.BROKEN;
            case 502 -> HelpTopic.INGRESS;
            case 503 -> equals(BUSY) ? HelpTopic.TOO_MUCH : HelpTopic.CLUSTER_AWAY;
            case 504 -> HelpTopic.NO_ANSWER;
            case 508 -> HelpTopic.LOOP;
            default -> HelpTopic.REFUSED;
        };
    }

    static Failure malformed(int status, String sentence) {
        return new Failure(status, Hop.EDGE, "Request refused", sentence, 0);
    }

    /** What the failure to open a stream means to a visitor. */
    static Failure opening(Throwable cause) {
        return switch (cause) {
            case NoTunnelException ignored -> NO_TUNNEL;
            case StreamRefusedException refused -> refused(refused.refusal());
            default -> LOST;
        };
    }

    private static Failure refused(StreamRefusal refusal) {
        Hop hop = Arrays.stream(Hop.values())
                .filter(h -> h.token().equals(refusal.headers().get(StreamHeaders.HOP)))
                .findFirst()
                .orElse(Hop.MANAGER);
        RefusalReason reason = Arrays.stream(RefusalReason.values())
                .filter(r -> r.token().equals(refusal.headers().get(StreamHeaders.REASON)))
                .findFirst()
                .orElse(RefusalReason.CONNECT_FAILED);
        return switch (reason) {
            case NO_TUNNEL, DRAINING, OVERLOADED ->
                new Failure(503, hop, NO_TUNNEL.title(), NO_TUNNEL.sentence(), NO_TUNNEL.retryAfter());
            case TIMEOUT ->
                new Failure(504, hop, NO_ANSWER.title(), "The cluster's ingress did not answer in time.", 0);
            case NO_SUCH_TARGET, NOT_ALLOWED ->
                new Failure(
                        502,
                        hop,
                        "Ingress refused",
                        "The Traffic Manager does not lead this preview to its ingress (yet).",
                        0);
            case CONNECT_FAILED ->
                new Failure(
                        502,
                        hop,
                        "Ingress unreachable",
                        "The Traffic Manager could not reach the cluster's ingress.",
                        0);
        };
    }
}
