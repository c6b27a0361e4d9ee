package dev.intercepts.cloud.audit;

/** What can be done that others may ask about. */
public enum AuditAction {
    CLUSTER_ADDED,
    CLUSTER_TOKEN_REPLACED,
    INTERCEPT_CREATED,
    INTERCEPT_CHANGED,
    INTERCEPT_ENDED,
    PREVIEW_CREATED,
    PREVIEW_MADE_PUBLIC,
    PREVIEW_MADE_PRIVATE,
    PREVIEW_REMOVED,
    API_KEY_CREATED,
    API_KEY_REVOKED
}
