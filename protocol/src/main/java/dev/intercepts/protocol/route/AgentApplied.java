package dev.intercepts.protocol.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An agent has made a route table its own.
 *
 * @param pod name of its pod
 * @param namespace of its pod
 * @param revision the table's
 * @param error why it could not, or {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentApplied(
        String namespace,
        String pod,
        long revision,
        @Nullable String error) {}
