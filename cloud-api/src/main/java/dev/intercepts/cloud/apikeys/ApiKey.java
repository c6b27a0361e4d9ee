package dev.intercepts.cloud.apikeys;

import dev.intercepts.cloud.identity.Scope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as people see it; the key itself is shown once, when it is made.
 *
 * @param id identifier
 * @param name what its owner calls it
 * @param prefix how the key begins
 * @param scopes what it may be used for
 * @param ownerId whom it speaks for; {@code owner} is their login
 * @param ownerName as they want to be called
 * @param createdAt since when
 * @param expiresAt from then on it is refused
 * @param lastUsedAt to the minute; {@code null} where it was never used
 */
public record ApiKey(
        UUID id,
        String name,
        String prefix,
        Set<Scope> scopes,
        UUID ownerId,
        String owner,
        String ownerName,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
