package dev.intercepts.cloud.listing;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds which intercepts stand on a page of the list. Each word must stand in a name: of the intercept, its workload, owner, … */
@Component
class InterceptSearch {

    /** Further than this nobody reads, and counting on costs more than the page. */
    static final int MOST_COUNTED = 1000;

    private static final int MOST_WORDS = 8;
    private static final List<String> LOOKED_AT =
            List.of("i.name", "i.workload", "i.namespace", "u.login", "u.name", "c.name", "cast(i.state as string)");

    private final EntityManager entities;

    InterceptSearch(EntityManager entities) {
        this.entities = entities;
    }

    /** At most so many places after one, in the order of the list. */
    List<Place> page(UUID organizationId, UUID me, @Nullable String text, @Nullable Place after, int limit) {
        List<Place> found = new ArrayList<>();
        if (after == null || after.mine()) {
            found.addAll(part(organizationId, me, true, text, after, limit));
        }
        if (found.size() < limit) {
            Place from = after == null || after.mine() ? null : after;
            found.addAll(part(organizationId, me, false, text, from, limit - found.size()));
        }
        return found;
    }

    /** At most so many after one, newest first, whosever they are. */
    List<Place> newest(UUID organizationId, @Nullable String text, @Nullable Place after, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        return places(where(organizationId, text, parameters), parameters, false, after, limit);
    }

    /** How many there are in all; what is more than {@value #MOST_COUNTED} counts as one more than that. */
    long count(UUID organizationId, @Nullable String text) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        var query = entities.createQuery("select 1 " + where(organizationId, text, parameters), Integer.class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(MOST_COUNTED + 1).getResultList().size();
    }

    private List<Place> part(
            UUID organizationId, UUID me, boolean mine, @Nullable String text, @Nullable Place after, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        String where = where(organizationId, text, parameters) + " and i.ownerId " + (mine ? "=" : "<>") + " :me";
        parameters.put("me", me);
        return places(where, parameters, mine, after, limit);
    }

    private List<Place> places(
            String condition, Map<String, Object> parameters, boolean mine, @Nullable Place after, int limit) {
        String where = condition;
        if (after != null) {
            where += " and (i.createdAt < :at or i.createdAt = :at and i.id < :id)";
            parameters.put("at", after.createdAt());
            parameters.put("id", after.id());
        }
        var query = entities.createQuery(
                "select i.createdAt, i.id " + where + " order by i.createdAt desc, i.id desc", Object[].class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList().stream()
                .map(row -> new Place(mine, (Instant) row[0], (UUID) row[1]))
                .toList();
    }

    private static String where(UUID organizationId, @Nullable String text, Map<String, Object> parameters) {
        List<String> words = words(text);
        StringBuilder where = new StringBuilder("from Intercept i");
        if (!words.isEmpty()) {
            where.append(" join UserAccount u on u.id = i.ownerId join Cluster c on c.id = i.clusterId");
        }
        where.append(" where i.organizationId = :organizationId and i.endedAt is null");
        parameters.put("organizationId", organizationId);
        for (int n = 0; n < words.size(); n++) {
            String word = "word" + n;
            parameters.put(word, words.get(n));
            where.append(LOOKED_AT.stream()
                    .map(column -> "lower(" + column + ") like :" + word + " escape '\\'")
                    .collect(java.util.stream.Collectors.joining(" or ", " and (", ")")));
        }
        return where.toString();
    }

    private static List<String> words(@Nullable String text) {
        return Arrays.stream((text == null ? "" : text).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .map(word -> "%"
                        + word.toLowerCase(Locale.ROOT)
                                .replace("\\", "\\\\")
                                .replace("%", "\\%")
                                .replace("_", "\\_")
                        + "%")
                .toList();
    }
}
