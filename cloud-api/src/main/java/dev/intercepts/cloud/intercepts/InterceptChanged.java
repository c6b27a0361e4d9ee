package dev.intercepts.cloud.intercepts;

import java.util.UUID;

/** Application event: an intercept was made, or anything people see of it has changed. */
public record InterceptChanged(UUID organizationId, UUID interceptId) {}
