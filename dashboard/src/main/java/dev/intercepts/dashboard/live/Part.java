package dev.intercepts.dashboard.live;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.changes.Change;
import java.util.Locale;

/** A part of a page that is fetched again when it is no longer what it shows; named in {@code data-live}. */
enum Part {
    /** The list, or one intercept with its cluster and what its viewer may do with it. */
    INTERCEPTS,
    CLUSTERS,
    AUDIT,
    KEYS,
    SETTINGS,
    /** How many previews are public. */
    SHARED;

    /** What it is called in pages and events. */
    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Part of(String token) {
        for (Part part : values()) {
            if (part.token().equals(token)) {
                return part;
            }
        }
        throw new IllegalArgumentException("of: " + token + " (expected: a part of a page)");
    }

    /** Whether a change can be seen in it. */
    boolean shows(Change change) {
        return switch (change) {
            case Change.Intercepted ignored -> this == INTERCEPTS;
            case Change.Ended ignored -> this == INTERCEPTS || this == SHARED;
            case Change.Reported ignored -> this == CLUSTERS;
            case Change.Audited audited -> this == AUDIT || shows(audited.action());
            case Change.Sessions ignored -> false;
        };
    }

    private boolean shows(AuditAction action) {
        return switch (action) {
            case CLUSTER_ADDED -> this == CLUSTERS;
            case CLUSTER_TOKEN_REPLACED, CLUSTER_REVOKED -> this == CLUSTERS || this == INTERCEPTS;
            case API_KEY_CREATED, API_KEY_REVOKED -> this == KEYS;
            case SETTINGS_CHANGED -> this == SETTINGS || this == INTERCEPTS;
            case PREVIEW_CREATED, PREVIEW_MADE_PUBLIC, PREVIEW_MADE_PRIVATE, PREVIEW_REMOVED, PUBLIC_PREVIEWS_CLOSED ->
                this == SHARED;
            case INTERCEPT_CREATED, INTERCEPT_CHANGED, INTERCEPT_ENDED, PREVIEW_CHANGED -> false;
        };
    }
}
