package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.cluster.TemplateChange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pod templates that a manager wrote the agent into, as they are without it. */
final class WrittenTemplates {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private WrittenTemplates() {}

    /** How a workload's template was changed; empty where it was not, or what was kept cannot be read. */
    static Optional<TemplateChange> change(ObjectMeta metadata) {
        Map<String, String> annotations = metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations();
        String kept = annotations.get(ClusterNames.TEMPLATE_CHANGE_ANNOTATION);
        try {
            return kept == null ? Optional.empty() : Optional.of(TemplateChange.of(Json.read(kept, Map.class)));
        } catch (BadRequestException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * A workload with the template that its owner wrote, which asks for the agent as long as all is there that was written into it: a
     * deployment tool that took a part of it away makes it one that does not.
     */
    @SuppressWarnings("unchecked")
    static <T extends HasMetadata> T withoutAgent(T workload) {
        Optional<TemplateChange> change = change(workload.getMetadata());
        if (change.isEmpty()) {
            return workload;
        }
        Map<String, Object> object = SERIALIZATION.convertValue(workload, Map.class);
        Map<String, Object> spec = new HashMap<>((Map<String, Object>) object.getOrDefault("spec", Map.of()));
        Map<String, Object> template = (Map<String, Object>) spec.getOrDefault("template", Map.of());
        Map<String, Object> before = change.get().undo(template);
        if (change.get().holds(template)) {
            annotate(before, ClusterNames.INJECT_ANNOTATION, annotation(template, ClusterNames.INJECT_ANNOTATION));
        }
        spec.put("template", before);
        object.put("spec", spec);
        return (T) SERIALIZATION.convertValue(object, workload.getClass());
    }

    /** Of a template; empty where it is not there. */
    static String annotation(Map<String, Object> template, String name) {
        Object metadata = template.get("metadata");
        Object annotations = metadata instanceof Map<?, ?> map ? map.get("annotations") : null;
        Object value = annotations instanceof Map<?, ?> map ? map.get(name) : null;
        return value == null ? "" : value.toString();
    }

    /** Sets an annotation of a template, in place. */
    @SuppressWarnings("unchecked")
    static void annotate(Map<String, Object> template, String name, String value) {
        Map<String, Object> metadata = new HashMap<>((Map<String, Object>) template.getOrDefault("metadata", Map.of()));
        Map<String, Object> annotations =
                new HashMap<>((Map<String, Object>) metadata.getOrDefault("annotations", Map.of()));
        annotations.put(name, value);
        metadata.put("annotations", annotations);
        template.put("metadata", metadata);
    }
}
