package dev.intercepts.manager.kube;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.InterceptResource.Spec;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.match.Match;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * {@code Intercept} objects to and from records. They are watched as trees, not as a class: one object that cannot be
 * read must not blind the watch for all others.
 */
final class InterceptObjects {

    static final ResourceDefinitionContext CONTEXT = new ResourceDefinitionContext.Builder()
            .withGroup(ClusterNames.GROUP)
            .withVersion(ClusterNames.VERSION)
            .withKind(ClusterNames.INTERCEPT_KIND)
            .withPlural(ClusterNames.INTERCEPT_PLURAL)
            .withNamespaced(true)
            .build();

    private InterceptObjects() {}

    static InterceptResource read(GenericKubernetesResource object) {
        var metadata = object.getMetadata();
        Long generation = metadata.getGeneration();
        String created = metadata.getCreationTimestamp();
        return new InterceptResource(
                new InterceptRef(metadata.getNamespace(), metadata.getName()),
                metadata.getUid() == null ? "" : metadata.getUid(),
                generation == null ? 0 : generation,
                created == null ? Instant.EPOCH : Instant.parse(created),
                spec(Json.tree(object.getAdditionalProperties()).path("spec")),
                status(Json.tree(object.getAdditionalProperties()).path("status")));
    }

    static Spec spec(JsonNode tree) {
        String mechanism = tree.path("mechanism").asString("");
        if (!mechanism.isEmpty() && !mechanism.equals("tcp") && !mechanism.equals("http")) {
            return new Spec.Unreadable(
                    InterceptState.NO_MECHANISM, "spec.mechanism: " + mechanism + " (expected: tcp or http)");
        }
        for (String field : new String[] {"workload", "mechanism", "target", "sessionId"}) {
            if (tree.path(field).isMissingNode() || tree.path(field).isNull()) {
                return new Spec.Unreadable(InterceptState.BAD_ARGS, "spec." + field + ": missing");
            }
        }
        try {
            InterceptSpec spec = Json.convert(tree, RawSpec.class).toSpec();
            return spec.workload().kind() == null || spec.workload().name() == null
                    ? new Spec.Unreadable(InterceptState.BAD_ARGS, "spec.workload: kind or name is missing")
                    : new Spec.Readable(spec);
        } catch (JacksonException e) {
            return new Spec.Unreadable(InterceptState.BAD_ARGS, "spec: " + e.getOriginalMessage());
        }
    }

    static @Nullable InterceptStatus status(JsonNode tree) {
        try {
            InterceptStatus status = tree.isObject() ? Json.convert(tree, InterceptStatus.class) : null;
            return status == null || status.state() == null || !isTime(status.since()) ? null : status;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static boolean isTime(@Nullable String text) {
        try {
            return text != null && Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** A status as a merge patch (RFC 7396): what is not there now is removed. */
    static String statusPatch(InterceptStatus status) {
        return Json.text(new StatusPatch(new FullStatus(
                status.state(),
                status.message(),
                status.observedGeneration(),
                status.since(),
                status.agentsReady(),
                status.agentsWanted(),
                status.service(),
                status.servicePort(),
                status.servicePortCount())));
    }

    private record StatusPatch(FullStatus status) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record FullStatus(
            InterceptState state,
            String message,
            long observedGeneration,
            String since,
            int agentsReady,
            int agentsWanted,
            @Nullable String service,
            @Nullable String servicePort,
            int servicePortCount) {}

    /** As somebody may have written it by hand. */
    private record RawSpec(
            dev.intercepts.protocol.intercept.Workload workload,
            @Nullable String service,
            @Nullable String servicePort,
            dev.intercepts.protocol.intercept.Mechanism mechanism,
            @Nullable Match match,
            dev.intercepts.protocol.intercept.LocalTarget target,
            String sessionId,
            @Nullable Owner owner,
            @Nullable RoutePreference route,
            dev.intercepts.protocol.intercept.@Nullable Ingress ingress,
            @Nullable String cloudId) {

        InterceptSpec toSpec() {
            return new InterceptSpec(
                    workload,
                    service,
                    servicePort,
                    mechanism,
                    match == null ? Match.ALL : match,
                    target,
                    sessionId,
                    owner == null ? new Owner("somebody", "a laptop") : owner,
                    route == null ? RoutePreference.AUTO : route,
                    ingress,
                    cloudId);
        }
    }
}
