package dev.intercepts.cloud.audit;

import dev.intercepts.cloud.audit.AuditLine.Position;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads the audit trail of an organization, newest first, from a place on: each page costs the same, however far down it is. */
@Service
public class AuditLog {

    private static final int CHUNK = 500;

    private final EntityManager entities;

    AuditLog(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A page.
     *
     * @param after the last line of the page before, or {@code null} for the first
     * @param limit at most so many lines
     */
    @Transactional(readOnly = true)
    public List<AuditLine> page(UUID organizationId, AuditQuery query, @Nullable Position after, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder("e.organizationId = :organizationId");
        parameters.put("organizationId", organizationId);
        add(where, parameters, " and e.actor = :actor", "actor", query.actor());
        add(where, parameters, " and e.subjectId = :subject", "subject", query.subject());
        add(where, parameters, " and e.at >= :from", "from", query.from());
        add(where, parameters, " and e.at < :until", "until", query.until());
        if (!query.actions().isEmpty()) {
            add(where, parameters, " and e.action in :actions", "actions", query.actions());
        }
        words(where, parameters, query.text());
        if (after != null) {
            add(where, parameters, " and (e.at < :at or e.at = :at and e.id < :id)", "at", after.at());
            parameters.put("id", after.id());
        }
        List<AuditEntry> found = query.text() == null
                ? read("e", AuditEntry.class, where, parameters, limit)
                : rows(read("e.id", UUID.class, where, parameters, limit));
        return found.stream().map(AuditLine::of).toList();
    }

    private <T> List<T> read(
            String what, Class<T> type, CharSequence where, Map<String, Object> parameters, int limit) {
        TypedQuery<T> query = entities.createQuery(
                "select " + what + " from AuditEntry e where " + where + " order by e.at desc, e.id desc", type);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
    }

    /** A search looks at an index alone, which has the words but not the rest (docs/decisions/0195). */
    private List<AuditEntry> rows(List<UUID> ids) {
        return ids.isEmpty() ? List.of() : read("e", AuditEntry.class, "e.id in :ids", Map.of("ids", ids), ids.size());
    }

    /** All of it, line by line; memory does not grow with the number of lines. */
    void each(UUID organizationId, AuditQuery query, Consumer<AuditLine> consumer) {
        List<AuditLine> chunk = page(organizationId, query, null, CHUNK);
        while (!chunk.isEmpty()) {
            chunk.forEach(consumer);
            chunk = chunk.size() < CHUNK
                    ? List.of()
                    : page(organizationId, query, chunk.getLast().position(), CHUNK);
        }
    }

    /** All of it as a file in UTF-8. */
    public void export(UUID organizationId, AuditQuery query, AuditExport format, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(format.heading());
        try {
            each(organizationId, query, line -> {
                try {
                    writer.write(format.line(line));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.flush();
    }

    private static void add(
            StringBuilder where,
            Map<String, Object> parameters,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(condition);
            parameters.put(name, value);
        }
    }

    private static void words(StringBuilder where, Map<String, Object> parameters, @Nullable String text) {
        List<String> words = Arrays.stream((text == null ? "" : text).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .limit(AuditQuery.MOST_WORDS)
                .toList();
        for (int i = 0; i < words.size(); i++) {
            String pattern = words.get(i)
                    .toLowerCase(Locale.ROOT)
                    .replace("\\", "\\\\")
                    .replace("%", "\\%")
                    .replace("_", "\\_");
            add(where, parameters, " and e.words like :word" + i + " escape '\\'", "word" + i, "%" + pattern + "%");
        }
    }
}
