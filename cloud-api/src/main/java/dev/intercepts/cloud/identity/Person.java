package dev.intercepts.cloud.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who acts for an organization: what a session or an access token stands for. Controllers take it as a parameter.
 *
 * @param userId who
 * @param login GitHub login
 * @param name as they want to be called
 * @param avatar picture, or {@code null}
 * @param organizationId the organization chosen at login
 * @param organization its login
 */
public record Person(
        UUID userId, String login, String name, @Nullable String avatar, UUID organizationId, String organization) {}
