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
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts together what people see; the number of queries does not grow with the number of intercepts. */
@Service
@Transactional(readOnly = true)
public class Listing {

    private final Intercepts intercepts;
    private final Previews previews;
    private final People people;
    private final Clusters clusters;
    private final AuditTrail audit;

    Listing(Intercepts intercepts, Previews previews, People people, Clusters clusters, AuditTrail audit) {
        this.intercepts = intercepts;
        this.previews = previews;
        this.people = people;
        this.clusters = clusters;
        this.audit = audit;
    }

    /** The organization's intercepts, newest first. */
    public Page<ListedIntercept> list(UUID organizationId, Pageable page) {
        Page<LiveIntercept> found = intercepts.list(organizationId, page);
        return new PageImpl<>(listed(found.getContent()), page, found.getTotalElements());
    }

    /** One of the organization's intercepts. */
    public Optional<ListedIntercept> find(UUID organizationId, UUID id) {
        return intercepts
                .find(organizationId, id)
                .map(found -> listed(List.of(found)).getFirst());
    }

    private List<ListedIntercept> listed(List<LiveIntercept> found) {
        Collection<UUID> ids = found.stream().map(LiveIntercept::id).toList();
        Map<UUID, PreviewView> previewOf = previews.of(ids);
        Map<UUID, List<Happening>> historyOf = audit.of(ids);
        Map<UUID, Profile> ownerOf =
                people
                        .profiles(found.stream()
                                .map(LiveIntercept::ownerId)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Profile::id, Function.identity()));
        Map<UUID, String> clusterOf = clusters.names(
                found.stream().map(LiveIntercept::clusterId).distinct().toList());
        return found.stream()
                .map(intercept -> new ListedIntercept(
                        intercept,
                        ownerOf.getOrDefault(intercept.ownerId(), new Profile(intercept.ownerId(), "", "", null)),
                        clusterOf.getOrDefault(intercept.clusterId(), ""),
                        previewOf.get(intercept.id()),
                        historyOf.getOrDefault(intercept.id(), List.of())))
                .toList();
    }
}
