package dev.intercepts.protocol.intercept;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.intercepts.protocol.match.Match;
import org.jspecify.annotations.Nullable;

/**
 * What a developer asks for: {@code spec} of the custom resource {@code Intercept}, whose own name is the full name of
 * the intercept and whose namespace is the workload's.
 *
 * @param workload whose requests are intercepted
 * @param service the Service; {@code null} where the workload has one only
 * @param servicePort name or number of the Service's port; {@code null} where the Service has one only
 * @param mechanism {@code tcp} takes every connection, {@code http} the requests that {@code match}
 * @param match conditions, all of which must hold; {@link Match#ALL} for {@code tcp}
 * @param target where on the laptop it ends
 * @param sessionId the connector session that answers (docs/protocol.md, Sessions)
 * @param owner for people to read
 * @param route which way from manager to laptop
 * @param ingress the front door that a preview of this intercept may reach; {@code null} without preview URL
 * @param cloudId the hosted service's identifier of this intercept; {@code null} where it does not know of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InterceptSpec(
        Workload workload,
        @Nullable String service,
        @Nullable String servicePort,
        Mechanism mechanism,
        Match match,
        LocalTarget target,
        String sessionId,
        Owner owner,
        RoutePreference route,
        @Nullable Ingress ingress,
        @Nullable String cloudId) {}
