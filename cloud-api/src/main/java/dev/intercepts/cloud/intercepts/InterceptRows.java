package dev.intercepts.cloud.intercepts;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface InterceptRows extends JpaRepository<Intercept, UUID> {

    Optional<Intercept> findByClusterIdAndNamespaceAndNameAndEndedAtIsNull(
            UUID clusterId, String namespace, String name);

    Optional<Intercept> findByIdAndOrganizationIdAndEndedAtIsNull(UUID id, UUID organizationId);

    /** Whoever else changes it waits until the end of the transaction. */
    @Query(value = "select id from intercepts where id = :id for no key update", nativeQuery = true)
    List<UUID> lock(UUID id);

    List<Intercept> findByClusterIdAndEndedAtIsNull(UUID clusterId);

    List<Intercept> findByClusterIdAndOrderOpenTrue(UUID clusterId);
}
