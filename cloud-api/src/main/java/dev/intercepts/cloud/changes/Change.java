package dev.intercepts.cloud.changes;

import dev.intercepts.cloud.audit.AuditAction;
import java.util.UUID;

/** Something that happened in an organization and is committed. */
public sealed interface Change {

    UUID organizationId();

    /** An intercept or its preview is new or different. */
    record Intercepted(UUID organizationId, UUID interceptId) implements Change {}

    /**
     * An intercept has ended.
     *
     * @param by who ended it, for people
     */
    record Ended(UUID organizationId, UUID clusterId, UUID interceptId, String by) implements Change {}

    /** A cluster's Traffic Manager came, went, or has another version. */
    record Reported(UUID organizationId, UUID clusterId) implements Change {}

    /** Something was done that the audit trail tells of; comes with one of the others where there is one for it. */
    record Audited(UUID organizationId, AuditAction action) implements Change {}

    /** Connectors came or went. */
    record Sessions(UUID organizationId) implements Change {}
}
