package dev.intercepts.cloud.intercepts;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.clusters.AuthenticatedCluster;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.protocol.cloud.CloudApi.EndOrder;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptReport;
import dev.intercepts.protocol.intercept.InterceptState;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The organizations' intercepts. Connectors register them, Traffic Managers report their state, and what is deleted here
 * becomes an order to the Traffic Manager; the cluster stays the truth.
 */
@Service
public class Intercepts {

    private final InterceptRows rows;
    private final Clusters clusters;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Intercepts(InterceptRows rows, Clusters clusters, AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.clusters = clusters;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Registers an intercept, or changes in place what the same person has registered by that name.
     *
     * @throws NoSuchClusterException where the organization has no such cluster
     * @throws HeldByAnotherException where somebody else has an intercept of that name there
     */
    @Transactional
    public LiveIntercept register(Person person, InterceptRegistration registration) {
        UUID clusterId = clusterOf(person, registration);
        Optional<Intercept> known = rows.findByClusterIdAndNamespaceAndNameAndEndedAtIsNull(
                clusterId, registration.namespace(), registration.name());
        if (known.isPresent() && !known.get().ownerId.equals(person.userId())) {
            throw new HeldByAnotherException(registration.name());
        }
        Intercept row = known.orElseGet(() -> created(person, clusterId, registration));
        row.workload = registration.workload();
        row.service = registration.service();
        row.mechanism = registration.mechanism();
        row.match = List.copyOf(registration.match());
        row.previewHeaders = Map.copyOf(registration.previewHeaders());
        row.target = registration.target();
        row.laptop = registration.laptop();
        row.sessionId = registration.sessionId();
        rows.save(row);
        AuditAction action = known.isPresent() ? AuditAction.INTERCEPT_CHANGED : AuditAction.INTERCEPT_CREATED;
        String verb = known.isPresent() ? " changed the intercept " : " made the intercept ";
        audit.record(row.organizationId, person.login(), action, row.id, person.name() + verb + row.name);
        events.publishEvent(new InterceptChanged(row.organizationId, row.id));
        return LiveIntercept.of(row);
    }

    /** Keeps an intercept as it is until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(UUID id) {
        rows.lock(id);
    }

    /** One of the organization's intercepts. */
    @Transactional(readOnly = true)
    public Optional<LiveIntercept> find(UUID organizationId, UUID id) {
        return rows.findByIdAndOrganizationIdAndEndedAtIsNull(id, organizationId)
                .map(LiveIntercept::of);
    }

    /** Several of the organization's intercepts, in no order; one query for all of them. */
    @Transactional(readOnly = true)
    public List<LiveIntercept> find(UUID organizationId, Collection<UUID> ids) {
        return rows.findAllById(ids).stream()
                .filter(row -> row.endedAt == null && row.organizationId.equals(organizationId))
                .map(LiveIntercept::of)
                .toList();
    }

    /** The names of several intercepts, whether they have ended or not; one query for all of them. */
    @Transactional(readOnly = true)
    public Map<UUID, String> names(Collection<UUID> ids) {
        return rows.findAllById(ids).stream().collect(Collectors.toMap(row -> row.id, row -> row.name));
    }

    /** Those of several intercepts that have not ended, whosever they are, in no order; one query for all of them. */
    @Transactional(readOnly = true)
    public List<LiveIntercept> live(Collection<UUID> ids) {
        return rows.findAllById(ids).stream()
                .filter(row -> row.endedAt == null)
                .map(LiveIntercept::of)
                .toList();
    }

    /**
     * Ends one of the organization's intercepts, and has its cluster told.
     *
     * @param by who, for people
     * @return whether there was one
     */
    @Transactional
    public boolean end(UUID organizationId, UUID id, String actor, String by) {
        Optional<Intercept> row = rows.lockLive(id).filter(live -> live.organizationId.equals(organizationId));
        row.ifPresent(intercept -> {
            intercept.orderOpen = true;
            ended(intercept, actor, by);
        });
        return row.isPresent();
    }

    /** Takes a report of all that a cluster holds, and answers which of it has ended here. */
    @Transactional
    public List<EndOrder> reported(AuthenticatedCluster cluster, List<InterceptReport> reports) {
        Map<String, InterceptReport> byId =
                reports.stream().collect(Collectors.toMap(InterceptReport::id, Function.identity(), (a, b) -> b));
        for (Intercept row : rows.findByClusterIdAndEndedAtIsNull(cluster.clusterId())) {
            InterceptReport report = byId.get(row.id.toString());
            if (report != null) {
                apply(row, report);
            } else if (row.reported) {
                rows.lockLive(row.id)
                        .ifPresent(live -> ended(live, "cluster", "its owner, or somebody with rights in the cluster"));
            }
        }
        for (Intercept row : rows.findByClusterIdAndOrderOpenTrue(cluster.clusterId())) {
            row.orderOpen = byId.containsKey(row.id.toString());
        }
        return orders(cluster.clusterId());
    }

    /** What a cluster has still to end. */
    @Transactional(readOnly = true)
    public List<EndOrder> orders(UUID clusterId) {
        return rows.findByClusterIdAndOrderOpenTrue(clusterId).stream()
                .map(row -> new EndOrder(row.id.toString(), row.endedBy))
                .toList();
    }

    private UUID clusterOf(Person person, InterceptRegistration registration) {
        try {
            UUID clusterId = UUID.fromString(registration.clusterId());
            if (clusters.name(clusterId, person.organizationId()).isPresent()) {
                return clusterId;
            }
        } catch (IllegalArgumentException e) {
            throw new NoSuchClusterException(registration.clusterId());
        }
        throw new NoSuchClusterException(registration.clusterId());
    }

    private Intercept created(Person person, UUID clusterId, InterceptRegistration registration) {
        Intercept row = new Intercept();
        row.id = UUID.randomUUID();
        row.organizationId = person.organizationId();
        row.clusterId = clusterId;
        row.ownerId = person.userId();
        row.namespace = registration.namespace();
        row.name = registration.name();
        row.state = InterceptState.WAITING;
        row.message = "The cluster has not reported it yet.";
        row.createdAt = clock.instant();
        return row;
    }

    private void apply(Intercept row, InterceptReport report) {
        boolean same = row.reported
                && row.state == report.state()
                && Objects.equals(row.message, report.message())
                && Objects.equals(row.service, report.service());
        if (same) {
            return;
        }
        row.reported = true;
        row.state = report.state();
        row.message = report.message();
        row.service = report.service() == null ? row.service : report.service();
        events.publishEvent(new InterceptChanged(row.organizationId, row.id));
    }

    private void ended(Intercept row, String actor, String by) {
        row.endedAt = clock.instant();
        row.endedBy = by;
        audit.record(
                row.organizationId,
                actor,
                AuditAction.INTERCEPT_ENDED,
                row.id,
                "The intercept " + row.name + " was ended by " + by);
        events.publishEvent(new InterceptEnded(row.organizationId, row.clusterId, row.id, by));
    }

    /** The organization has no such cluster. */
    public static final class NoSuchClusterException extends RuntimeException {
        NoSuchClusterException(String id) {
            super("cluster: " + id + " is not known to this organization (register it first: POST /api/v1/clusters)");
        }
    }

    /** Somebody else has an intercept of that name there. */
    public static final class HeldByAnotherException extends RuntimeException {
        HeldByAnotherException(String name) {
            super("An intercept called " + name + " of somebody else is there already; choose another name");
        }
    }
}
