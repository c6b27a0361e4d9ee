package dev.intercepts.cloud.listing;

import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.audit.AuditTrail.Happening;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.People.Profile;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.previews.Previews;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts together what people see; the number of queries does not grow with the number of intercepts. */
@Service
@Transactional(readOnly = true)
public class Listing {

    private static final int MOST_HAPPENINGS = 100;

    private final Intercepts intercepts;
    private final Previews previews;
    private final People people;
    private final Clusters clusters;
    private final AuditTrail audit;
    private final InterceptSearch search;

    Listing(
            Intercepts intercepts,
            Previews previews,
            People people,
            Clusters clusters,
            AuditTrail audit,
            InterceptSearch search) {
        this.intercepts = intercepts;
        this.previews = previews;
        this.people = people;
        this.clusters = clusters;
        this.audit = audit;
        this.search = search;
    }

    /**
     * The organization's intercepts, newest first.
     *
     * @param text words as in {@link #seenBy}, or {@code null}
     * @param after the last one of the page before, or {@code null}
     * @param limit at most so many
     */
    public List<ListedIntercept> newest(UUID organizationId, @Nullable String text, @Nullable Place after, int limit) {
        return listed(inOrder(organizationId, search.newest(organizationId, text, after, limit)));
    }

    /**
     * The organization's intercepts as somebody sees them: their own first, each part newest first.
     *
     * @param me who looks
     * @param text words that must stand in the name of the intercept, its workload, namespace, owner, cluster or state, or {@code null}
     * @param after the last one of the page before, or {@code null}
     * @param limit at most so many
     */
    public Seen seenBy(UUID organizationId, UUID me, @Nullable String text, @Nullable Place after, int limit) {
        InterceptSearch.Found found = search.page(organizationId, me, text, after, limit + 1);
        List<Place> places = found.places();
        boolean more = places.size() > limit;
        List<Place> shown = more ? places.subList(0, limit) : places;
        return new Seen(
                listed(inOrder(organizationId, shown)),
                Math.min(found.counted(), InterceptSearch.MOST_COUNTED),
                found.counted() > InterceptSearch.MOST_COUNTED,
                more ? shown.getLast() : null);
    }

    /** One of the organization's intercepts. */
    public Optional<ListedIntercept> find(UUID organizationId, UUID id) {
        return intercepts
                .find(organizationId, id)
                .map(found -> listed(List.of(found)).getFirst());
    }

    /** What happened to an intercept, newest first; at most {@value #MOST_HAPPENINGS}. */
    public List<Happening> history(UUID interceptId) {
        return audit.of(interceptId, MOST_HAPPENINGS);
    }

    private List<LiveIntercept> inOrder(UUID organizationId, List<Place> places) {
        Map<UUID, LiveIntercept> found =
                intercepts.find(organizationId, places.stream().map(Place::id).toList()).stream()
                        .collect(Collectors.toMap(LiveIntercept::id, Function.identity()));
        return places.stream()
                .flatMap(place -> Stream.ofNullable(found.get(place.id())))
                .toList();
    }

    private List<ListedIntercept> listed(List<LiveIntercept> found) {
        Collection<UUID> ids = found.stream().map(LiveIntercept::id).toList();
        Map<UUID, PreviewView> previewOf = previews.of(ids);
        Map<UUID, Profile> ownerOf =
                people
                        .profiles(found.stream()
                                .map(LiveIntercept::ownerId)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Profile::id, Function.identity()));
        Map<UUID, Clusters.Brief> clusterOf = clusters.briefs(
                found.stream().map(LiveIntercept::clusterId).distinct().toList());
        return found.stream()
                .map(intercept -> new ListedIntercept(
                        intercept,
                        ownerOf.getOrDefault(intercept.ownerId(), new Profile(intercept.ownerId(), "", "", null)),
                        clusterOf.getOrDefault(intercept.clusterId(), new Clusters.Brief("", false)),
                        previewOf.get(intercept.id())))
                .toList();
    }

    /**
     * A page of the list.
     *
     * @param total how many there are on all pages, up to a thousand
     * @param andMore whether there are more than that
     * @param last where the next page goes on; {@code null} on the last one
     */
    public record Seen(
            List<ListedIntercept> intercepts,
            long total,
            boolean andMore,
            @Nullable Place last) {}
}
