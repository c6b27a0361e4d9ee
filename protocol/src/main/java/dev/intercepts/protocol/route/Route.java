package dev.intercepts.protocol.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.Match;

/**
 * One intercept as an agent applies it.
 *
 * @param intercept {@code namespace/name} of the custom resource
 * @param containerPort the port of the app container whose traffic is meant, 1-65535
 * @param mechanism how traffic is told apart
 * @param match which requests; {@link Match#ALL} for {@code tcp}
 * @param sessionId the laptop's session
 * @param targetPort port on the laptop, 1-65535, for the stream's authority
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Route(
        String intercept, int containerPort, Mechanism mechanism, Match match, String sessionId, int targetPort) {}
