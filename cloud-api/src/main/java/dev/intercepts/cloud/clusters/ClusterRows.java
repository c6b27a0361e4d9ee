package dev.intercepts.cloud.clusters;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface ClusterRows extends JpaRepository<Cluster, UUID> {

    /** As it stands in the database now; whoever else changes it waits until the end of the transaction. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Cluster c where c.id = :id")
    Optional<Cluster> lock(UUID id);

    Optional<Cluster> findByOrganizationIdAndUid(UUID organizationId, String uid);

    Optional<Cluster> findByIdAndOrganizationId(UUID id, UUID organizationId);

    List<Cluster> findByOrganizationIdOrderByNameAscIdAsc(UUID organizationId, Limit limit);

    List<Cluster> findByOrganizationIdOrderByCreatedAtDescIdDesc(UUID organizationId, Limit limit);

    /** Those after one that was listed last. */
    @Query("""
            select c from Cluster c
            where c.organizationId = :organizationId
              and (c.createdAt < :createdAt or (c.createdAt = :createdAt and c.id < :id))
            order by c.createdAt desc, c.id desc""")
    List<Cluster> after(UUID organizationId, Instant createdAt, UUID id, Limit limit);

    @Query("select c.id from Cluster c where c.revokedAt is not null")
    List<UUID> revoked();

    Optional<Cluster> findByIdAndTokenHash(UUID id, String tokenHash);
}
