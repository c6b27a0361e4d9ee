package dev.intercepts.tunnel;

import java.util.Map;

/**
 * What a stream is asked for: {@code CONNECT} (RFC 9113 §8.5).
 *
 * @param authority {@code host:port} that the accepting side resolves
 * @param headers further headers, names in lower case
 */
public record StreamRequest(String authority, Map<String, String> headers) {

    public StreamRequest {
        headers = Map.copyOf(headers);
    }
}
