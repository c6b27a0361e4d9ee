package dev.intercepts.protocol.intercept;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the Traffic Manager makes of an {@link InterceptSpec}: {@code status} of the custom resource.
 *
 * @param state where it stands
 * @param message one sentence for people
 * @param observedGeneration {@code metadata.generation} that this status speaks of
 * @param since when {@code state} began, RFC 3339, UTC
 * @param agentsReady ready pods that have applied it
 * @param agentsWanted ready pods of the workload
 * @param service the Service that was resolved
 * @param servicePort name (else number) of the Service port that was resolved
 * @param servicePortCount how many ports that Service has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InterceptStatus(
        InterceptState state,
        String message,
        long observedGeneration,
        String since,
        int agentsReady,
        int agentsWanted,
        @Nullable String service,
        @Nullable String servicePort,
        int servicePortCount) {}
