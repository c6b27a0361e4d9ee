package dev.intercepts.cloud.intercepts;

import java.util.UUID;

/**
 * Application event: an intercept has ended.
 *
 * @param by who ended it, for people
 */
public record InterceptEnded(UUID organizationId, UUID clusterId, UUID interceptId, String by) {}
