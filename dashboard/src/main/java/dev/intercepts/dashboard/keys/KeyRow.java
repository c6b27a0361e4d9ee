package dev.intercepts.dashboard.keys;

import dev.intercepts.cloud.apikeys.ApiKey;
import dev.intercepts.cloud.identity.Scope;
import dev.intercepts.dashboard.words.Ages;
import dev.intercepts.dashboard.words.Moment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One key as the page shows it.
 *
 * @param expires {@code in 90 d}, or that it has
 */
record KeyRow(
        String id,
        String name,
        String prefix,
        String scopes,
        String owner,
        boolean mine,
        Moment made,
        Moment end,
        boolean over,
        String expires,
        @Nullable Moment lastUsed) {

    static KeyRow of(ApiKey key, java.util.UUID viewer, Instant now) {
        boolean over = !now.isBefore(key.expiresAt());
        return new KeyRow(
                key.id().toString(),
                key.name(),
                key.prefix(),
                Scope.join(key.scopes()).replace(" ", ", "),
                key.ownerName(),
                key.ownerId().equals(viewer),
                Moment.of(key.createdAt(), now),
                Moment.of(key.expiresAt(), now),
                over,
                over ? "has expired" : "expires in " + Ages.until(key.expiresAt(), now),
                Moment.ofNullable(key.lastUsedAt(), now));
    }
}
