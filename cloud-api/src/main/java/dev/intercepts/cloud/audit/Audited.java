package dev.intercepts.cloud.audit;

import java.util.UUID;

/** Application event: something was written into an organization's audit trail, in the transaction that did it. */
public record Audited(UUID organizationId, AuditAction action) {}
