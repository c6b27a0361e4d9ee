package dev.intercepts.cloud.previews;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface PreviewRows extends JpaRepository<Preview, UUID> {

    Optional<Preview> findByLabel(String label);

    /** A page of all, by label. */
    List<Preview> findByLabelGreaterThanOrderByLabel(String last, Limit limit);

    /** Deletes it unless that was done already: a report and the connector may end an intercept in the same moment. */
    @Modifying
    @Query("delete from Preview p where p.interceptId = :interceptId")
    int deleteIfThere(UUID interceptId);

    /** Whoever else changes it waits until the end of the transaction. */
    @Query(value = "select intercept_id from previews where intercept_id = :interceptId for update", nativeQuery = true)
    List<UUID> lock(UUID interceptId);

    @Query("""
            select count(p) from Preview p
            where p.organizationId = :organizationId and p.access = PUBLIC and (p.publicUntil is null or p.publicUntil > :now)""")
    long countPublic(UUID organizationId, Instant now);

    /** Those that are public, locked until the end of the transaction. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query(
            "select p from Preview p where p.organizationId = :organizationId and p.access = PUBLIC order by p.interceptId")
    List<Preview> publicOnes(UUID organizationId);

    @Modifying(clearAutomatically = true)
    @Query("update Preview p set p.access = PRIVATE, p.publicUntil = null where p.interceptId in :interceptIds")
    int makePrivate(Collection<UUID> interceptIds);

    /** Those whose time is over; a few at a time, the next ones come with the next look. */
    @Query("select p from Preview p where p.access = PUBLIC and p.publicUntil <= :now order by p.publicUntil limit 100")
    List<Preview> overdue(Instant now);

    /** Makes one private whose time is over; of two at once only one gets 1. */
    @Modifying
    @Query("""
            update Preview p set p.access = PRIVATE, p.publicUntil = null
            where p.interceptId = :interceptId and p.access = PUBLIC and p.publicUntil <= :now""")
    int close(UUID interceptId, Instant now);
}
