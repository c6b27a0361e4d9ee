package dev.intercepts.cloud.clusters;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.clusters.ClusterStatus.State;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.security.Secrets;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The clusters of organizations. A token belongs to one organization and one cluster and is kept as its hash. */
@Service
public class Clusters {

    /** A Traffic Manager reports every 30 s; one that has missed two reports is gone. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(90);

    private static final int MOST_LISTED = 200;

    private final ClusterRows rows;
    private final Secrets secrets;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Clusters(ClusterRows rows, Secrets secrets, AuditTrail audit, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Makes a cluster known, or finds it again; a token is given only when it is new. */
    @Transactional
    public ClusterCredentials register(Person person, ClusterRegistration registration) {
        Optional<Cluster> known = rows.findByOrganizationIdAndUid(person.organizationId(), registration.uid());
        if (known.isPresent()) {
            return new ClusterCredentials(known.get().id.toString(), null);
        }
        String token = secrets.token();
        Cluster cluster = new Cluster();
        cluster.id = UUID.randomUUID();
        cluster.organizationId = person.organizationId();
        cluster.uid = registration.uid();
        cluster.name = registration.name();
        cluster.tokenHash = Secrets.hash(token);
        cluster.createdAt = clock.instant();
        rows.save(cluster);
        audit.record(
                cluster.organizationId,
                person.login(),
                AuditAction.CLUSTER_ADDED,
                cluster.id,
                person.name() + " added the cluster " + cluster.name);
        return new ClusterCredentials(cluster.id.toString(), token);
    }

    /** Makes a new token; the old one ends at once. Empty where the organization has no such cluster. */
    @Transactional
    public Optional<ClusterCredentials> replaceToken(Person person, UUID clusterId) {
        return locked(person, clusterId).map(cluster -> {
            String token = secrets.token();
            cluster.tokenHash = Secrets.hash(token);
            cluster.revokedAt = null;
            cluster.connectedSince = null;
            audit.record(
                    cluster.organizationId,
                    person.login(),
                    AuditAction.CLUSTER_TOKEN_REPLACED,
                    cluster.id,
                    person.name() + " replaced the token of the cluster " + cluster.name);
            events.publishEvent(new ClusterTokenReplaced(cluster.id));
            return new ClusterCredentials(cluster.id.toString(), token);
        });
    }

    /**
     * Takes the token back: the cluster's tunnels end at once, and nothing reaches it, by way of a laptop neither, until a member
     * connects it again, which makes a new token.
     *
     * @return whether the organization has such a cluster
     */
    @Transactional
    public boolean revoke(Person person, UUID clusterId) {
        Optional<Cluster> found = locked(person, clusterId);
        found.filter(cluster -> cluster.revokedAt == null).ifPresent(cluster -> {
            cluster.tokenHash = Secrets.hash(secrets.token());
            cluster.revokedAt = clock.instant();
            cluster.connectedSince = null;
            audit.record(
                    cluster.organizationId,
                    person.login(),
                    AuditAction.CLUSTER_REVOKED,
                    cluster.id,
                    person.name() + " revoked the token of the cluster " + cluster.name);
            events.publishEvent(new ClusterTokenReplaced(cluster.id));
        });
        return found.isPresent();
    }

    /** The organization's clusters by name; at most {@value #MOST_LISTED}. */
    @Transactional(readOnly = true)
    public List<ClusterStatus> list(UUID organizationId) {
        Instant now = clock.instant();
        return rows.findByOrganizationIdOrderByNameAscIdAsc(organizationId, Limit.of(MOST_LISTED)).stream()
                .map(cluster -> status(cluster, now))
                .toList();
    }

    /**
     * A page of the organization's clusters, newest first.
     *
     * @param addedAt of the last one of the page before, with its {@code id}; both {@code null} for the first page
     */
    @Transactional(readOnly = true)
    public List<ClusterStatus> page(UUID organizationId, @Nullable Instant addedAt, @Nullable UUID id, int limit) {
        Instant now = clock.instant();
        List<Cluster> found = addedAt == null || id == null
                ? rows.findByOrganizationIdOrderByCreatedAtDescIdDesc(organizationId, Limit.of(limit))
                : rows.after(organizationId, addedAt, id, Limit.of(limit));
        return found.stream().map(cluster -> status(cluster, now)).toList();
    }

    /** One of the organization's clusters. */
    @Transactional(readOnly = true)
    public Optional<ClusterStatus> find(UUID organizationId, UUID id) {
        return rows.findByIdAndOrganizationId(id, organizationId).map(cluster -> status(cluster, clock.instant()));
    }

    /** The clusters whose token was taken back, of all organizations; in a transaction of its own, as one may just have ended. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRES_NEW)
    public Set<String> revoked() {
        return rows.revoked().stream().map(UUID::toString).collect(Collectors.toSet());
    }

    /** The cluster that an uplink token belongs to. */
    @Transactional(readOnly = true)
    public Optional<AuthenticatedCluster> authenticate(String clusterId, String token) {
        return uuid(clusterId)
                .flatMap(id -> rows.findByIdAndTokenHash(id, Secrets.hash(token)))
                .map(cluster -> new AuthenticatedCluster(cluster.id, cluster.organizationId, cluster.tokenHash));
    }

    /** The name of one of the organization's clusters. */
    @Transactional(readOnly = true)
    public Optional<String> name(UUID clusterId, UUID organizationId) {
        return rows.findByIdAndOrganizationId(clusterId, organizationId).map(cluster -> cluster.name);
    }

    /** Several clusters in short; one query for all of them. */
    @Transactional(readOnly = true)
    public Map<UUID, Brief> briefs(Collection<UUID> clusterIds) {
        return rows.findAllById(clusterIds).stream()
                .collect(Collectors.toMap(
                        cluster -> cluster.id, cluster -> new Brief(cluster.name, cluster.revokedAt != null)));
    }

    /**
     * What an intercept's row says of its cluster.
     *
     * @param revoked whether nothing reaches it from here
     */
    public record Brief(String name, boolean revoked) {}

    /** Notes that a Traffic Manager has reported, unless the token that it has shown ended meanwhile. */
    @Transactional
    public void reported(AuthenticatedCluster authenticated, String managerVersion) {
        rows.lock(authenticated.clusterId())
                .filter(cluster -> cluster.tokenHash.equals(authenticated.tokenHash()))
                .ifPresent(cluster -> {
                    Instant now = clock.instant();
                    boolean back = cluster.connectedSince == null || !reports(cluster, now);
                    if (back) {
                        cluster.connectedSince = now;
                    }
                    if (back || !managerVersion.equals(cluster.managerVersion)) {
                        events.publishEvent(new ClusterReported(cluster.organizationId, cluster.id));
                    }
                    cluster.managerVersion = managerVersion;
                    cluster.reportedAt = now;
                });
    }

    /** Notes that the last of its tunnels has ended: it is silent until one comes up, or the next report. */
    @Transactional
    public void lost(UUID clusterId) {
        rows.lock(clusterId).filter(cluster -> cluster.connectedSince != null).ifPresent(cluster -> {
            cluster.connectedSince = null;
            events.publishEvent(new ClusterReported(cluster.organizationId, cluster.id));
        });
    }

    /** Notes that the first of its tunnels is up. */
    @Transactional
    public void found(UUID clusterId) {
        Instant now = clock.instant();
        rows.lock(clusterId)
                .filter(cluster -> cluster.connectedSince == null && reports(cluster, now))
                .ifPresent(cluster -> {
                    cluster.connectedSince = now;
                    events.publishEvent(new ClusterReported(cluster.organizationId, cluster.id));
                });
    }

    private Optional<Cluster> locked(Person person, UUID clusterId) {
        return rows.lock(clusterId).filter(cluster -> cluster.organizationId.equals(person.organizationId()));
    }

    private static boolean reports(Cluster cluster, Instant now) {
        return cluster.reportedAt != null && now.isBefore(cluster.reportedAt.plus(SILENT_AFTER));
    }

    private static ClusterStatus status(Cluster cluster, Instant now) {
        State state = cluster.revokedAt != null
                ? State.REVOKED
                : cluster.reportedAt == null
                        ? State.NEW
                        : cluster.connectedSince != null && reports(cluster, now) ? State.CONNECTED : State.SILENT;
        return new ClusterStatus(
                cluster.id,
                cluster.name,
                cluster.uid,
                state,
                state == State.CONNECTED ? cluster.connectedSince : null,
                cluster.reportedAt,
                cluster.managerVersion,
                cluster.createdAt);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
