package dev.intercepts.cloud.previews;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface PreviewRows extends JpaRepository<Preview, UUID> {

    Optional<Preview> findByLabel(String label);

    /** Deletes it unless that was done already: a report and the connector may end an intercept in the same moment. */
    @Modifying
    @Query("delete from Preview p where p.interceptId = :interceptId")
    int deleteIfThere(UUID interceptId);
}
