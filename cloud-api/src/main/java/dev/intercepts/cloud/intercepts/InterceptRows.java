package dev.intercepts.cloud.intercepts;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface InterceptRows extends JpaRepository<Intercept, UUID> {

    Optional<Intercept> findByClusterIdAndNamespaceAndNameAndEndedAtIsNull(
            UUID clusterId, String namespace, String name);

    Optional<Intercept> findByIdAndOrganizationIdAndEndedAtIsNull(UUID id, UUID organizationId);

    Page<Intercept> findByOrganizationIdAndEndedAtIsNullOrderByCreatedAtDesc(UUID organizationId, Pageable page);

    List<Intercept> findByClusterIdAndEndedAtIsNull(UUID clusterId);

    List<Intercept> findByClusterIdAndOrderOpenTrue(UUID clusterId);
}
