package dev.intercepts.cloud.clusters;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface ClusterRows extends JpaRepository<Cluster, UUID> {

    Optional<Cluster> findByOrganizationIdAndUid(UUID organizationId, String uid);

    Optional<Cluster> findByIdAndOrganizationId(UUID id, UUID organizationId);

    List<Cluster> findByOrganizationIdOrderByNameAscIdAsc(UUID organizationId, Limit limit);

    Optional<Cluster> findByIdAndTokenHash(UUID id, String tokenHash);
}
