package dev.intercepts.cloud.previews;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Rows of {@code handoff_codes}. */
interface HandoffCodes extends Repository<HandoffCode, String> {

    HandoffCode save(HandoffCode code);

    Optional<HandoffCode> findById(String codeHash);

    /** Uses a code up; of two at once only one gets 1. */
    @Modifying
    @Query("delete from HandoffCode c where c.codeHash = :codeHash")
    int use(String codeHash);

    @Modifying
    @Query("delete from HandoffCode c where c.expiresAt < :now")
    int deleteExpired(Instant now);
}
