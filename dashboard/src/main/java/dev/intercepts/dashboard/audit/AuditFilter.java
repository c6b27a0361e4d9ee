package dev.intercepts.dashboard.audit;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the form of the audit page asks for; a field that was left empty is empty or {@code null}. Days are those of UTC.
 *
 * @param who a login
 * @param from the first day
 * @param to the last day
 * @param q words of the text
 */
record AuditFilter(
        @Nullable String who,
        @Nullable AuditAction what,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String q) {

    AuditQuery query() {
        return new AuditQuery(
                who == null || who.isBlank() ? null : who.strip(),
                what == null ? Set.of() : Set.of(what),
                start(from),
                start(to == null ? null : to.plusDays(1)),
                q,
                null);
    }

    boolean empty() {
        return parameters().isEmpty();
    }

    /** As it stands in addresses. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "who", who);
        put(parameters, "what", what);
        put(parameters, "from", from);
        put(parameters, "to", to);
        put(parameters, "q", q);
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            parameters.put(name, value.toString());
        }
    }

    private static @Nullable Instant start(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
