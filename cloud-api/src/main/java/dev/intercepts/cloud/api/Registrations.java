package dev.intercepts.cloud.api;

import dev.intercepts.cloud.previews.PublicFor;
import dev.intercepts.protocol.cloud.CloudApi;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import dev.intercepts.protocol.cloud.CloudApi.ClusterReport;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptReport;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.intercept.Ingress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a request's body must be there, and within which bounds. */
final class Registrations {

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
        mechanism(registration.mechanism());
        text("target", registration.target());
        text("laptop", registration.laptop());
        text("sessionId", registration.sessionId());
        List<String> match = present("match", registration.match());
        if (match.size() > Bounds.MOST_MATCHES) {
            throw new BadRequestException(
                    "match: " + match.size() + " lines (expected: at most " + Bounds.MOST_MATCHES + ")");
        }
        match.forEach(line -> text("match", line));
        if (registration.service() != null) {
            Bounds.free("service", registration.service(), Bounds.LONGEST_TEXT);
        }
        headers(present("previewHeaders", registration.previewHeaders()));
        return registration;
    }

    /** Names are checked; sentences for people are made fit, for nobody shall lose a report for one. */
    static ClusterReport checked(ClusterReport report) {
        text("managerVersion", report.managerVersion());
        List<InterceptReport> intercepts = present("intercepts", report.intercepts());
        if (intercepts.size() > Bounds.MOST_REPORTED) {
            throw new BadRequestException(
                    "intercepts: " + intercepts.size() + " (expected: at most " + Bounds.MOST_REPORTED + ")");
        }
        return new ClusterReport(
                report.managerVersion(),
                intercepts.stream().map(Registrations::checked).toList());
    }

    private static InterceptReport checked(@Nullable InterceptReport intercept) {
        InterceptReport report = present("intercepts[]", intercept);
        text("intercepts[].id", report.id());
        text("intercepts[].namespace", report.namespace());
        text("intercepts[].name", report.name());
        String service = report.service();
        return new InterceptReport(
                report.id(),
                report.namespace(),
                report.name(),
                present("intercepts[].state", report.state()),
                Bounds.fit(present("intercepts[].message", report.message())),
                service == null ? null : Bounds.fit(service));
    }

    static PreviewRequest checked(PreviewRequest request) {
        Ingress ingress = request.ingress();
        if (ingress != null) {
            hostName("ingress.host", present("ingress.host", ingress.host()));
            if (ingress.port() < 1 || ingress.port() > 65535) {
                throw new BadRequestException("ingress.port: " + ingress.port() + " (expected: 1-65535)");
            }
            if (ingress.l5Host() != null && !ingress.l5Host().isEmpty()) {
                hostName("ingress.l5Host", ingress.l5Host());
            }
        }
        publicFor(request);
        return request;
    }

    private static void publicFor(PreviewRequest request) {
        String publicFor = request.publicFor();
        if (publicFor == null) {
            return;
        }
        if (!publicFor.matches(Bounds.DURATION_OR_UNLIMITED)) {
            throw new BadRequestException(
                    "publicFor: " + publicFor + " (expected: a duration such as PT8H or P7D, or unlimited)");
        }
        if (request.access() != CloudApi.Access.PUBLIC) {
            throw new UnprocessableException("publicFor: " + publicFor + " (expected: with access PUBLIC only)");
        }
        try {
            PublicFor.parse(publicFor);
        } catch (IllegalArgumentException e) {
            throw new UnprocessableException(String.valueOf(e.getMessage()));
        }
    }

    private static void headers(Map<String, String> headers) {
        if (headers.size() > Bounds.MOST_HEADERS) {
            throw new BadRequestException(
                    "previewHeaders: " + headers.size() + " (expected: at most " + Bounds.MOST_HEADERS + ")");
        }
        headers.forEach((name, value) -> {
            if (!name.matches(Bounds.HEADER_NAME) || RESERVED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                throw new BadRequestException(
                        "previewHeaders: " + name + " (expected: the name of a header that may be set)");
            }
            text("previewHeaders." + name, value);
            if (!value.matches(Bounds.HEADER_VALUE)) {
                throw new BadRequestException("previewHeaders." + name + ": (expected: printable ASCII)");
            }
        });
    }

    private static void hostName(String field, String value) {
        if (!value.matches(Bounds.HOST_NAME)) {
            throw new BadRequestException(field + ": " + value + " (expected: a host name)");
        }
    }

    private static void mechanism(@Nullable String mechanism) {
        if (!"tcp".equals(mechanism) && !"http".equals(mechanism)) {
            throw new BadRequestException("mechanism: " + mechanism + " (expected: tcp or http)");
        }
    }

    private static void text(String field, @Nullable String value) {
        Bounds.text(field, value, Bounds.LONGEST_TEXT);
    }

    private static <T> T present(String field, @Nullable T value) {
        return Bounds.present(field, value);
    }
}
