package dev.intercepts.cloud.intercepts;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface InterceptRows extends JpaRepository<Intercept, UUID> {

    /** Locked, like {@link #lockLive}. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Intercept> findByClusterIdAndNamespaceAndNameAndEndedAtIsNull(
            UUID clusterId, String namespace, String name);

    Optional<Intercept> findByIdAndOrganizationIdAndEndedAtIsNull(UUID id, UUID organizationId);

    /** Whoever else changes it waits until the end of the transaction. */
    @Query(value = "select id from intercepts where id = :id for no key update", nativeQuery = true)
    List<UUID> lock(UUID id);

    /**
     * One that has not ended, and does not until the end of the transaction: whoever else changes it waits. Empty too where somebody
     * ended it while this call waited.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select i from Intercept i where i.id = :id and i.endedAt is null")
    Optional<Intercept> lockLive(UUID id);

    List<Intercept> findByClusterIdAndEndedAtIsNull(UUID clusterId);

    List<Intercept> findByClusterIdAndOrderOpenTrue(UUID clusterId);
}
