package dev.intercepts.cloud.listing;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds which intercepts stand on a page of the list. Each word must stand in a name: of the intercept, its workload, owner, … What
 * must be read to count the rest of a search has its page in it, so both are one statement (docs/decisions/0195).
 */
@Component
class InterceptSearch {

    /** Further than this nobody reads, and counting on costs more than the page. */
    static final int MOST_COUNTED = 1000;

    private static final String NEWEST_FIRST = " order by created_at desc, id desc limit :limit";
    private static final String LIVE =
            "select created_at, id, owner_id from intercepts where organization_id = :organization and ended_at is null";

    private static final String NAMES = " and (words like :%1$s"
            + " or owner_id in (select u.id from users u where u.words like :%1$s)"
            + " or cluster_id in (select c.id from clusters c where c.organization_id = :organization and c.words like :%1$s)";

    private final EntityManager entities;

    InterceptSearch(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A page.
     *
     * @param places at most so many as were asked for, in the order of the list
     * @param counted how many there are on all pages; what is more than {@value #MOST_COUNTED} counts as one more than that
     */
    record Found(List<Place> places, int counted) {}

    /** At most so many places after one, in the order of the list, and how many there are in all. */
    Found page(UUID organizationId, UUID me, @Nullable String text, @Nullable Place after, int limit) {
        List<Place> places = new ArrayList<>();
        boolean others = after != null && !after.mine();
        if (!others) {
            places.addAll(part(organizationId, me, true, text, after, limit));
        }
        Found newest = counted(organizationId, me, text, limit);
        boolean known = !others && (newest.places().size() == limit || newest.counted() <= MOST_COUNTED);
        if (known) {
            places.addAll(newest.places());
        } else if (places.size() < limit) {
            places.addAll(part(organizationId, me, false, text, others ? after : null, limit));
        }
        return new Found(places.stream().limit(limit).toList(), newest.counted());
    }

    /** At most so many after one, newest first, whosever they are. */
    List<Place> newest(UUID organizationId, @Nullable String text, @Nullable Place after, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        String sql = LIVE + words(text, parameters) + after(after, parameters) + NEWEST_FIRST;
        return places(sql, parameters, organizationId, false, limit).places();
    }

    private List<Place> part(
            UUID organizationId, UUID me, boolean mine, @Nullable String text, @Nullable Place after, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("me", me);
        String sql = LIVE + " and owner_id " + (mine ? "=" : "<>") + " :me" + words(text, parameters)
                + after(after, parameters) + NEWEST_FIRST;
        return places(sql, parameters, organizationId, mine, limit).places();
    }

    /** How many there are, and others' among those that were counted, as many as are wanted. */
    private Found counted(UUID organizationId, UUID me, @Nullable String text, int limit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("me", me);
        parameters.put("most", MOST_COUNTED + 1);
        String sql = "with found as materialized (" + LIVE + words(text, parameters)
                + " order by created_at desc, id desc limit :most)"
                + " select page.created_at, page.id, counted.n from (select count(*) as n from found) counted"
                + " left join lateral (select * from found where owner_id <> :me" + NEWEST_FIRST + ") page on true"
                + " order by page.created_at desc, page.id desc";
        return places(sql, parameters, organizationId, false, limit);
    }

    private Found places(String sql, Map<String, Object> parameters, UUID organizationId, boolean mine, int limit) {
        boolean counts = parameters.containsKey("most");
        NativeQuery<?> query = entities.createNativeQuery(sql, Object[].class)
                .unwrap(NativeQuery.class)
                .addScalar("created_at", Instant.class)
                .addScalar("id", UUID.class);
        if (counts) {
            query.addScalar("n", Integer.class);
        }
        query.setParameter("organization", organizationId).setParameter("limit", limit);
        parameters.forEach(query::setParameter);
        List<Place> places = new ArrayList<>();
        int counted = 0;
        for (Object each : query.getResultList()) {
            Object[] row = (Object[]) each;
            counted = counts ? (Integer) row[2] : 0;
            // Where none of those that were counted is somebody else's, there is the number alone.
            if (row[1] != null) {
                places.add(new Place(mine, (Instant) row[0], (UUID) row[1]));
            }
        }
        return new Found(places, counted);
    }

    private static String after(@Nullable Place after, Map<String, Object> parameters) {
        if (after == null) {
            return "";
        }
        parameters.put("at", after.createdAt());
        parameters.put("id", after.id());
        return " and (created_at, id) < (:at, :id)";
    }

    /**
     * Owners and clusters that a word fits are found once; asking each row for its owner's name costs more than all else. A person
     * who left still owns what they left behind, so all people are looked at.
     */
    private static String words(@Nullable String text, Map<String, Object> parameters) {
        StringBuilder where = new StringBuilder();
        for (SearchWord word : SearchWord.of(text)) {
            String name = "word" + parameters.size();
            parameters.put(name, word.pattern());
            where.append(NAMES.formatted(name));
            if (!word.states().isEmpty()) {
                String states = "states" + parameters.size();
                parameters.put(states, word.states());
                where.append(" or state in (:").append(states).append(")");
            }
            where.append(")");
        }
        return where.toString();
    }
}
