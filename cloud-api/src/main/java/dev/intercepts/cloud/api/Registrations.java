package dev.intercepts.cloud.api;

import dev.intercepts.cloud.previews.PublicFor;
import dev.intercepts.protocol.cloud.CloudApi;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.intercept.Ingress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a request's body must be there, and within which bounds. */
final class Registrations {

    private static final int LONGEST = 1000;
    private static final int MOST_HEADERS = 20;

    /** What a preview may not set: it would change where a request goes or how it is framed. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "cookie");

    private Registrations() {}

    static ClusterRegistration checked(ClusterRegistration registration) {
        text("uid", registration.uid());
        text("name", registration.name());
        return registration;
    }

    static InterceptRegistration checked(InterceptRegistration registration) {
        text("clusterId", registration.clusterId());
        text("namespace", registration.namespace());
        text("name", registration.name());
        text("workload", registration.workload());
        text("mechanism", registration.mechanism());
        text("target", registration.target());
        text("laptop", registration.laptop());
        text("sessionId", registration.sessionId());
        List<String> match = present("match", registration.match());
        match.forEach(line -> text("match", line));
        headers(present("previewHeaders", registration.previewHeaders()));
        return registration;
    }

    static PreviewRequest checked(PreviewRequest request) {
        Ingress ingress = request.ingress();
        if (ingress != null) {
            text("ingress.host", ingress.host());
            if (ingress.port() < 1 || ingress.port() > 65535) {
                throw new BadRequestException("ingress.port: " + ingress.port() + " (expected: 1-65535)");
            }
            hostName("ingress.l5Host", ingress.effectiveL5Host());
        }
        publicFor(request);
        return request;
    }

    private static void publicFor(PreviewRequest request) {
        if (request.publicFor() != null && request.access() != CloudApi.Access.PUBLIC) {
            throw new BadRequestException("publicFor: " + request.publicFor() + " (expected: with access PUBLIC only)");
        }
        try {
            PublicFor.parse(request.publicFor());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()));
        }
    }

    private static void headers(Map<String, String> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw new BadRequestException(
                    "previewHeaders: " + headers.size() + " (expected: at most " + MOST_HEADERS + ")");
        }
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
                    || RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                throw new BadRequestException(
                        "previewHeaders: " + name + " (expected: the name of a header that may be set)");
            }
            text("previewHeaders." + name, value);
            if (value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
                throw new BadRequestException("previewHeaders." + name + ": (expected: printable ASCII)");
            }
        });
    }

    private static void hostName(String field, String value) {
        if (!value.matches("[A-Za-z0-9]([A-Za-z0-9.:-]{0,253}[A-Za-z0-9])?")) {
            throw new BadRequestException(field + ": " + value + " (expected: a host name)");
        }
    }

    private static void text(String field, @Nullable String value) {
        String text = present(field, value);
        if (text.isBlank() || text.length() > LONGEST) {
            throw new BadRequestException(field + ": " + text.length() + " characters (expected: 1-" + LONGEST + ")");
        }
    }

    private static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new BadRequestException(field + " is missing");
        }
        return value;
    }
}
