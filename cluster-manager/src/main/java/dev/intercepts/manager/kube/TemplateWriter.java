package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.injection.Injector;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.cluster.TemplateChange;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Writes the agent into pod templates, as the webhook writes it into pods, and beside it on the workload how to take it out again
 * ({@link TemplateChange}).
 */
final class TemplateWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateWriter.class);
    private static final PatchContext WRITE = PatchContext.of(PatchType.JSON);
    private static final PatchContext REHEARSAL = new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withDryRun(List.of("All"))
            .build();

    private final KubernetesClient client;
    private final Injector injector;
    private final ClusterWatch watch;

    TemplateWriter(KubernetesClient client, Injector injector, ClusterWatch watch) {
        this.client = client;
        this.injector = injector;
        this.watch = watch;
    }

    /**
     * Writes it, or writes it anew into a template that somebody else has changed. A template that cannot have an agent gets the
     * reason, as a pod would.
     *
     * @throws RuntimeException where the workload was changed meanwhile, or the API server refuses the template
     */
    void write(WorkloadRef ref, Mark mark) {
        Resource<GenericKubernetesResource> resource = client.genericKubernetesResources(
                        "apps/v1", ref.workload().kind().name())
                .inNamespace(ref.namespace())
                .withName(ref.workload().name());
        GenericKubernetesResource now = resource.get();
        if (now == null) {
            return;
        }
        Map<String, Object> template = template(now);
        Map<String, Object> before = WrittenTemplates.change(now.getMetadata())
                .map(change -> change.undo(template))
                .orElse(template);
        JsonNode wanted = wanted(before, ref, mark);
        // What the API server adds by itself belongs to the change: it must go with the rest.
        GenericKubernetesResource rehearsed = resource.patch(REHEARSAL, Json.text(replacing(now, wanted)));
        TemplateChange change = TemplateChange.between(before, template(rehearsed));
        List<Map<String, Object>> operations = replacing(now, wanted);
        operations.add(keeping(now.getMetadata(), Json.text(change.document())));
        resource.patch(WRITE, Json.text(operations));
        LOG.atInfo().addKeyValue("workload", ref).log("Wrote the agent into a pod template");
    }

    private JsonNode wanted(Map<String, Object> before, WorkloadRef ref, Mark mark) {
        Map<String, Object> asking = new LinkedHashMap<>(before);
        WrittenTemplates.annotate(asking, ClusterNames.INJECT_ANNOTATION, mark.text());
        JsonNode template = Json.tree(asking);
        var result =
                injector.inject(template, ref, watch.services(), watch.rules().podSecurity(ref.namespace()));
        return switch (result) {
            case Injector.Result.Injected(var injected) -> injected;
            case Injector.Result.Refused(var annotated, String reason) -> {
                LOG.atWarn()
                        .addKeyValue("workload", ref)
                        .addKeyValue("reason", reason)
                        .log("Injected nothing into a pod template");
                yield annotated;
            }
            case Injector.Result.Unchanged ignored -> template;
        };
    }

    private static Map<String, Object> template(GenericKubernetesResource workload) {
        Map<String, Object> template = workload.get("spec", "template");
        return template == null ? Map.of() : template;
    }

    /** RFC 6902; holds only for the object as it was read. */
    private static List<Map<String, Object>> replacing(GenericKubernetesResource now, JsonNode template) {
        List<Map<String, Object>> operations = new ArrayList<>();
        operations.add(
                operation("test", "/metadata/resourceVersion", now.getMetadata().getResourceVersion()));
        operations.add(operation("replace", "/spec/template", template));
        return operations;
    }

    private static Map<String, Object> keeping(ObjectMeta metadata, String change) {
        String name = ClusterNames.TEMPLATE_CHANGE_ANNOTATION;
        boolean first =
                metadata.getAnnotations() == null || metadata.getAnnotations().isEmpty();
        return first
                ? operation("add", "/metadata/annotations", Map.of(name, change))
                : operation("add", "/metadata/annotations/" + name.replace("/", "~1"), change);
    }

    private static Map<String, Object> operation(String name, String path, Object value) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("op", name);
        operation.put("path", path);
        operation.put("value", value);
        return operation;
    }
}
