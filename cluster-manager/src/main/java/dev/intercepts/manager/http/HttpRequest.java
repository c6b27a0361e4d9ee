package dev.intercepts.manager.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;

/**
 * The head of a request.
 *
 * @param method upper case
 * @param uri path and query
 * @param headers names in any case
 */
public record HttpRequest(String method, String uri, HttpHeaders headers) {

    /** The path without query. */
    public String path() {
        return new QueryStringDecoder(uri).path();
    }

    /** The first value of a query parameter. */
    public Optional<String> parameter(String name) {
        return new QueryStringDecoder(uri)
                .parameters().getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The token of {@code Authorization: Bearer …} (RFC 6750 §2.1). */
    public Optional<String> bearerToken() {
        String value = headers.get("authorization");
        return value != null && value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(value.substring(7).trim())
                : Optional.empty();
    }
}
