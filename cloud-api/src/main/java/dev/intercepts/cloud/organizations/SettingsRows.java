package dev.intercepts.cloud.organizations;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Rows of {@code organization_settings}. */
interface SettingsRows extends Repository<SettingsRow, UUID> {

    Optional<SettingsRow> findById(UUID organizationId);

    /** Whoever else changes the settings waits until the end of the transaction, also where there are none yet. */
    @Query(value = "select id from organizations where id = :organizationId for no key update", nativeQuery = true)
    List<UUID> lock(UUID organizationId);

    SettingsRow save(SettingsRow row);
}
