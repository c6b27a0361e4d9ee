package dev.intercepts.playground.samples;

import dev.intercepts.playground.http.Request;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The headers that a service in the middle passes on, so that a request stays one request: tracing (W3C trace context,
 * B3) and the intercept's.
 */
final class Tracing {

    private static final Set<String> NAMES =
            Set.of("traceparent", "tracestate", "baggage", "b3", "x-request-id", "x-telepresence-intercept-id");

    private Tracing() {}

    /** Those headers of a request, names in lower case. */
    static Map<String, String> passedOn(Request request) {
        return request.headers().entrySet().stream()
                .filter(header -> passesOn(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> String.join(",", header.getValue()),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private static boolean passesOn(String name) {
        return NAMES.contains(name) || name.startsWith("x-b3-");
    }
}
