package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.Views.HeaderLine;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import dev.intercepts.connector.files.State;
import dev.intercepts.protocol.intercept.InterceptNames;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.match.HeaderCondition;
import dev.intercepts.protocol.match.Literals;
import dev.intercepts.protocol.match.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of state as people see them. */
final class Shown {

    private Shown() {}

    /** The expression; that of {@code --http-match=auto} without its anchors and escapes (decision of the names). */
    static String regex(HeaderCondition header) {
        boolean auto = header.name().equalsIgnoreCase(InterceptNames.HEADER) && Literals.isExact(header.regex());
        return auto ? Literals.textOf(header.regex()).orElse(header.regex()) : header.regex();
    }

    /** The conditions on headers. */
    static List<HeaderLine> headers(Match match) {
        return match.headers().stream()
                .map(header -> new HeaderLine(header.name(), regex(header)))
                .toList();
    }

    /** An intercept with what the cluster says of it. */
    static InterceptDetails details(State.Intercept intercept, @Nullable InterceptStatus status, String uuid) {
        String servicePort = status != null && status.servicePortCount() > 1 ? status.servicePort() : null;
        return new InterceptDetails(
                intercept.name(),
                intercept.namespace(),
                intercept.workload(),
                intercept.workloadKind().toLowerCase(java.util.Locale.ROOT),
                status == null ? "WAITING" : status.state().name(),
                status == null ? "" : status.message(),
                intercept.targetHost() + ":" + intercept.targetPort(),
                servicePort,
                intercept.mechanism(),
                intercept.headers(),
                intercept.pathPrefix(),
                intercept.previewUrl(),
                intercept.access(),
                intercept.previewUrl() == null ? null : intercept.layer5Host(),
                InterceptNames.headerValue(uuid, intercept.name()));
    }
}
