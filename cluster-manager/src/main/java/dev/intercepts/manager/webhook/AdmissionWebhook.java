package dev.intercepts.manager.webhook;

import dev.intercepts.manager.http.Answer;
import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Handler;
import dev.intercepts.manager.http.HttpRequest;
import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.injection.Injector;
import dev.intercepts.manager.injection.JsonPatch;
import dev.intercepts.manager.world.PodSecurity;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Answers {@code AdmissionReview} ({@code admission.k8s.io/v1}) of new pods. It always allows: a pod that cannot be injected
 * starts without an agent, and the intercept says so.
 */
public final class AdmissionWebhook implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionWebhook.class);

    /** Bytes: the API server's own limit of a request. */
    private static final int MOST_BODY = 3 * 1024 * 1024;

    private final Injector injector;
    private final Cluster cluster;
    private final Set<String> untouched;

    /** What the webhook asks of the cluster. */
    public interface Cluster {
        /** The workload above a pod's controller; may block. */
        Optional<WorkloadRef> workloadOf(String namespace, String ownerKind, String ownerName);

        /** All Services. */
        List<ServiceView> services();

        /** What a namespace lets pods do. */
        PodSecurity podSecurity(String namespace);
    }

    /**
     * Makes one.
     *
     * @param ownNamespace is never touched, as kube-system
     */
    public AdmissionWebhook(Injector injector, Cluster cluster, String ownNamespace) {
        this.injector = injector;
        this.cluster = cluster;
        this.untouched = Set.of(ownNamespace, "kube-system");
    }

    @Override
    public Answer handle(HttpRequest request) {
        if (!request.path().equals(ClusterNames.INJECT_PATH)) {
            return Answer.text(404, request.path() + " (expected: " + ClusterNames.INJECT_PATH + ")");
        }
        if (!request.method().equals("POST")) {
            return Answer.text(405, request.method() + " (expected: POST)");
        }
        return new Answer.AfterBody(MOST_BODY, this::review);
    }

    private Answer review(byte[] body) throws BadRequestException {
        JsonNode review = Json.read(body, JsonNode.class);
        JsonNode asked = review.path("request");
        if (!asked.hasNonNull("uid")) {
            throw new BadRequestException("request.uid: missing (expected: an AdmissionReview)");
        }
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("uid", asked.path("uid").asString());
        response.put("allowed", true);
        patch(asked).ifPresent(patch -> {
            response.put("patchType", "JSONPatch");
            response.put("patch", Base64.getEncoder().encodeToString(Json.bytes(patch)));
        });
        return Answer.json(Json.bytes(
                Map.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "response", response)));
    }

    private Optional<JsonNode> patch(JsonNode asked) {
        String namespace = asked.path("namespace").asString("");
        JsonNode pod = asked.path("object");
        if (untouched.contains(namespace) || !Injector.asked(pod)) {
            return Optional.empty();
        }
        String name = pod.path("metadata")
                .path("name")
                .asString(pod.path("metadata").path("generateName").asString(""));
        Injector.Result result = owner(namespace, pod)
                .map(workload -> injector.inject(pod, workload, cluster.services(), cluster.podSecurity(namespace)))
                .orElseGet(() -> new Injector.Result.Unchanged("it belongs to no workload"));
        return switch (result) {
            case Injector.Result.Injected(var injected) -> {
                LOG.atInfo()
                        .addKeyValue("namespace", namespace)
                        .addKeyValue("pod", name)
                        .log("Injected an agent");
                yield Optional.of(JsonPatch.diff(pod, injected));
            }
            case Injector.Result.Refused(var annotated, String reason) -> {
                LOG.atWarn()
                        .addKeyValue("namespace", namespace)
                        .addKeyValue("pod", name)
                        .addKeyValue("reason", reason)
                        .log("Injected nothing into a pod that asked for an agent");
                yield Optional.of(JsonPatch.diff(pod, annotated));
            }
            case Injector.Result.Unchanged(String reason) -> {
                LOG.atInfo()
                        .addKeyValue("namespace", namespace)
                        .addKeyValue("pod", name)
                        .addKeyValue("reason", reason)
                        .log("Injected nothing");
                yield Optional.empty();
            }
        };
    }

    private Optional<WorkloadRef> owner(String namespace, JsonNode pod) {
        for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return cluster.workloadOf(
                        namespace,
                        owner.path("kind").asString(""),
                        owner.path("name").asString(""));
            }
        }
        return Optional.empty();
    }
}
