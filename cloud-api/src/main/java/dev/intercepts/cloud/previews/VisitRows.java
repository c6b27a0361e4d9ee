package dev.intercepts.cloud.previews;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Rows of {@code visits}. */
interface VisitRows extends Repository<VisitRow, String> {

    VisitRow save(VisitRow visit);

    Optional<VisitRow> findById(String tokenHash);

    @Modifying
    @Query("delete from VisitRow v where v.userId = :userId")
    int deleteOfUser(UUID userId);

    @Modifying
    @Query("delete from VisitRow v where v.expiresAt < :now")
    int deleteExpired(Instant now);
}
