package dev.intercepts.cloud.edge.http;

import org.jspecify.annotations.Nullable;

/**
 * A request's head, read in the one way it can be read.
 *
 * @param method as sent; methods are case-sensitive
 * @param path path and query: {@code /…}, or {@code *} for OPTIONS
 * @param minorVersion of HTTP/1: 0 or 1
 * @param authority of {@code Host}, in lower case: a host name and perhaps a port
 * @param fields all of them, those of the framing and the connection too
 * @param framing where the body ends
 * @param persistent whether the client keeps the connection for a next request
 * @param upgrade the protocol that the client wants to go on with, or {@code null}
 */
public record RequestHead(
        String method,
        String path,
        int minorVersion,
        String authority,
        Fields fields,
        Framing framing,
        boolean persistent,
        @Nullable String upgrade) {

    /** The host name without port. */
    public String host() {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
    }

    /** Whether an answer to it has no body, whatever its head says (RFC 9110 §9.3.2). */
    public boolean head() {
        return method.equals("HEAD");
    }

    /** Whether it may be sent again after a connection broke before the answer began (RFC 9110 §9.2.2). */
    public boolean repeatable() {
        return framing.equals(Framing.NONE)
                && upgrade == null
                && (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS"));
    }
}
