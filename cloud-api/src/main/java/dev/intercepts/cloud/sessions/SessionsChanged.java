package dev.intercepts.cloud.sessions;

import java.util.UUID;

/** Application event: a session of the organization has got its first tunnel, or lost its last. */
public record SessionsChanged(UUID organizationId) {}
