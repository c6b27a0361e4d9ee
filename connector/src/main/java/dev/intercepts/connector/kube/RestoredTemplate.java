package dev.intercepts.connector.kube;

import dev.intercepts.connector.json.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.cluster.TemplateChange;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a pod template back that a Traffic Manager wrote the agent into, on the workload as the API server has it. */
final class RestoredTemplate {

    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
    private static final int TRIES = 5;

    private RestoredTemplate() {}

    /** Restores it; a change by somebody else meanwhile is looked at anew. */
    static void write(KubernetesClient client, WorkloadObject workload) {
        Resource<GenericKubernetesResource> resource = client.genericKubernetesResources(
                        "apps/v1", workload.kind().name())
                .inNamespace(workload.namespace())
                .withName(workload.name());
        for (int tries = 1; ; tries++) {
            GenericKubernetesResource now = resource.get();
            if (now == null) {
                return;
            }
            String patch = patch(now);
            if (patch == null) {
                return;
            }
            try {
                resource.patch(JSON_PATCH, patch);
                return;
            } catch (KubernetesClientException e) {
                boolean overtaken = e.getCode() == 409 || e.getCode() == 422;
                if (!overtaken || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** RFC 6902; {@code null} where nothing of it is there. It holds for the object as it was read only. */
    private static @Nullable String patch(GenericKubernetesResource workload) {
        Map<String, String> annotations = workload.getMetadata().getAnnotations();
        String kept = annotations == null ? null : annotations.get(ClusterNames.TEMPLATE_CHANGE_ANNOTATION);
        if (annotations == null || kept == null) {
            return null;
        }
        List<Map<String, Object>> operations = new ArrayList<>();
        operations.add(operation(
                "test", "/metadata/resourceVersion", workload.getMetadata().getResourceVersion()));
        Map<String, Object> template = workload.get("spec", "template");
        Map<String, Object> restored = TemplateChange.of(Json.parse(kept)).undo(template);
        operations.add(operation("replace", "/spec/template", restored));
        // A map that holds nothing but ours goes with it, since it was not there before.
        String path = "/metadata/annotations";
        operations.add(operation(
                "remove",
                annotations.size() == 1
                        ? path
                        : path + "/" + ClusterNames.TEMPLATE_CHANGE_ANNOTATION.replace("/", "~1"),
                null));
        return Json.write(operations);
    }

    private static Map<String, Object> operation(String name, String path, @Nullable Object value) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", name);
        operation.put("path", path);
        if (value != null) {
            operation.put("value", value);
        }
        return operation;
    }
}
