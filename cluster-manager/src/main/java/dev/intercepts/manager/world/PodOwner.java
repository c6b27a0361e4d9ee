package dev.intercepts.manager.world;

import org.jspecify.annotations.Nullable;

/**
 * Whose pod one is that was seen.
 *
 * @param workload {@code null} for one that belongs to nothing that can be intercepted, as a Job's
 */
public record PodOwner(@Nullable WorkloadRef workload) {}
