package dev.intercepts.tunnel;

import java.util.Map;

/**
 * Why a stream was not opened.
 *
 * @param status HTTP status, 400-599
 * @param headers machine-readable reason and the like, names in lower case
 */
public record StreamRefusal(int status, Map<String, String> headers) {

    public StreamRefusal {
        headers = Map.copyOf(headers);
    }
}
