package dev.intercepts.cloud.identity;

import java.util.UUID;

/** Application event: GitHub says that somebody belongs to an organization no more. */
public record MembershipEnded(UUID userId, UUID organizationId) {}
