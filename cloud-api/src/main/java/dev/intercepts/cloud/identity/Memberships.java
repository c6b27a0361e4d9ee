package dev.intercepts.cloud.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Memberships extends JpaRepository<Membership, Membership.Key> {

    List<Membership> findByUserId(UUID userId);

    /** When GitHub said so last, as it stands in the database now. */
    @Query("select m.confirmedAt from Membership m where m.userId = :user and m.organizationId = :organization")
    Optional<Instant> confirmedAt(UUID user, UUID organization);
}
