package dev.intercepts.cloud.organizations;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** Rows of {@code organization_settings}. */
interface SettingsRows extends Repository<SettingsRow, UUID> {

    Optional<SettingsRow> findById(UUID organizationId);

    SettingsRow save(SettingsRow row);
}
