package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http.Limits;
import java.net.URI;
import java.time.Duration;

/**
 * How the edge serves.
 *
 * @param host address to bind
 * @param port 0-65535, 0 for any
 * @param previewDomain domain below which each preview has its label, without port
 * @param https whether visitors come by https (TLS ends before the edge): cookies are then {@code __Host-} and Secure
 * @param dashboard where banner and error pages lead
 * @param limits what a visitor may use
 * @param times how long it waits
 * @param verifyIngress whether an ingress with TLS must show a certificate that the platform trusts for its host name
 */
public record EdgeConfig(
        String host,
        int port,
        String previewDomain,
        boolean https,
        URI dashboard,
        VisitorLimits limits,
        Times times,
        boolean verifyIngress) {

    public EdgeConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
        }
        if (previewDomain.isBlank() || previewDomain.contains(":") || previewDomain.startsWith(".")) {
            throw new IllegalArgumentException(
                    "previewDomain: " + previewDomain + " (expected: a host name such as preview.example.com)");
        }
    }

    /**
     * What visitors may use.
     *
     * @param heads size of a request's head, and of an answer's
     * @param connectionsPerAddress open at a time from one address, streams of HTTP/2 included
     * @param requestsPerPreview under way at a time, WebSockets included
     * @param streamsPerConnection under way at a time on a connection of HTTP/2, 1-1000; each counts for its address, too
     */
    public record VisitorLimits(
            Limits heads, int connectionsPerAddress, int requestsPerPreview, int streamsPerConnection) {

        /** For a preview that a team looks at. */
        public static final VisitorLimits DEFAULT = new VisitorLimits(Limits.DEFAULT, 1_000, 1_000, 100);

        public VisitorLimits {
            if (streamsPerConnection < 1 || streamsPerConnection > 1_000) {
                throw new IllegalArgumentException(
                        "streamsPerConnection: " + streamsPerConnection + " (expected: 1-1000)");
            }
        }
    }

    /**
     * How long the edge waits. An exchange as a whole has no limit: long polls and streams live for hours.
     *
     * @param head for the rest of a request's head after its first byte
     * @param body for the next piece of a request's body
     * @param answer for the head of an answer, after the request has been sent
     * @param sending for the next bytes to leave of an answer that has come in full, however slowly the visitor reads
     * @param keepAlive for the next request of a connection, from when its answers have left
     * @param linger for the visitor to close, from when the last answer has left
     * @param idleStream how long an unused stream to an ingress is kept
     */
    public record Times(
            Duration head,
            Duration body,
            Duration answer,
            Duration sending,
            Duration keepAlive,
            Duration linger,
            Duration idleStream) {

        /** What suits browsers and usual ingresses. */
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(60),
                Duration.ofSeconds(75),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30));
    }

    /** How visitors come: the scheme of preview URLs. */
    public String scheme() {
        return https ? "https" : "http";
    }
}
