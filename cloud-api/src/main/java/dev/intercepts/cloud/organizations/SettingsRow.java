package dev.intercepts.cloud.organizations;

import dev.intercepts.cloud.organizations.OrganizationSettings.WhoMayShare;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** Settings of an organization that has changed them once. */
@Entity
@Table(name = "organization_settings")
@NullUnmarked
class SettingsRow {

    @Id
    @Column(name = "organization_id")
    UUID organizationId;

    @Enumerated(EnumType.STRING)
    @Column(name = "public_previews")
    WhoMayShare publicPreviews;

    /** {@code null}: no end. */
    @Column(name = "public_for_seconds")
    Long publicForSeconds;

    @Column(name = "changed_at")
    Instant changedAt;

    OrganizationSettings settings() {
        return new OrganizationSettings(
                publicPreviews, publicForSeconds == null ? null : Duration.ofSeconds(publicForSeconds));
    }
}
