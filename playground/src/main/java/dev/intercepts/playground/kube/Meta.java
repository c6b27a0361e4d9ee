package dev.intercepts.playground.kube;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every object's {@code metadata} says. */
final class Meta {

    private Meta() {}

    static String name(JsonNode object) {
        return Json.text(object, "metadata", "name");
    }

    static String namespace(JsonNode object) {
        return Json.text(object, "metadata", "namespace");
    }

    static String uid(JsonNode object) {
        return Json.text(object, "metadata", "uid");
    }

    static String revision(JsonNode object) {
        return Json.text(object, "metadata", "resourceVersion");
    }

    static Map<String, String> labels(JsonNode object) {
        return Json.strings(object, "metadata", "labels");
    }

    static String annotation(JsonNode object, String name) {
        return Json.text(object, "metadata", "annotations", name);
    }

    static boolean deleting(JsonNode object) {
        return object.path("metadata").hasNonNull("deletionTimestamp");
    }

    static boolean hasFinalizers(JsonNode object) {
        return !Json.elements(object, "metadata", "finalizers").isEmpty();
    }

    static List<String> ownerUids(JsonNode object) {
        return Json.objects(object, "metadata", "ownerReferences")
                .map(owner -> Json.text(owner, "uid"))
                .toList();
    }

    /** Whether the owner is this object's controller. */
    static boolean controlledBy(JsonNode object, JsonNode owner) {
        return Json.objects(object, "metadata", "ownerReferences")
                .anyMatch(reference -> reference.path("controller").asBoolean(false)
                        && Json.text(reference, "uid").equals(uid(owner)));
    }

    /** A controller's owner reference to this object. */
    static ObjectNode ownerReference(JsonNode owner) {
        return Json.object()
                .put("apiVersion", Json.text(owner, "apiVersion"))
                .put("kind", Json.text(owner, "kind"))
                .put("name", name(owner))
                .put("uid", uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    /** Whether a pod's condition {@code Ready} is true and the pod is not on its way out. */
    static boolean podReady(JsonNode pod) {
        return !deleting(pod)
                && Json.objects(pod, "status", "conditions")
                        .anyMatch(condition -> Json.text(condition, "type").equals("Ready")
                                && Json.text(condition, "status").equals("True"));
    }
}
