package dev.intercepts.playground.kube;

import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the controllers of pods have in common: whose pods there are, and how one is made from a template. */
final class PodSets {

    /** The pods to delete first when there are too many: not ready ones, then the newest. */
    static final Comparator<ObjectNode> LEAST_USEFUL = Comparator.<ObjectNode, Boolean>comparing(Meta::podReady)
            .thenComparing(pod -> Json.text(pod, "metadata", "creationTimestamp"), Comparator.reverseOrder())
            .thenComparing(Meta::name);

    private PodSets() {}

    /** The objects of the type that the owner controls and that are not on their way out. */
    static List<ObjectNode> owned(ObjectStore store, ResourceType type, ObjectNode owner) {
        return store.list(type, Meta.namespace(owner)).objects().stream()
                .filter(object -> Meta.controlledBy(object, owner) && !Meta.deleting(object))
                .filter(object -> !type.equals(ResourceTypes.PODS) || !ended(object))
                .toList();
    }

    private static boolean ended(JsonNode pod) {
        String phase = Json.text(pod, "status", "phase");
        return phase.equals("Failed") || phase.equals("Succeeded");
    }

    static int ready(List<ObjectNode> pods) {
        return (int) pods.stream().filter(Meta::podReady).count();
    }

    /** A pod of the owner's template, without a name. */
    static ObjectNode pod(ObjectNode owner) {
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        if (Json.at(owner, "spec", "template") instanceof ObjectNode template) {
            pod.set(
                    "metadata",
                    template.path("metadata") instanceof ObjectNode found ? found.deepCopy() : Json.object());
            pod.set("spec", template.path("spec").deepCopy());
        }
        Json.list(pod, "metadata", "ownerReferences").add(Meta.ownerReference(owner));
        return pod;
    }

    /** Replaces the status if it says something else now. */
    static void status(Resources resources, ResourceType type, ObjectNode object, ObjectNode status) {
        if (object.path("status").equals(status)) {
            return;
        }
        try {
            resources.modify(
                    type,
                    Meta.namespace(object),
                    Meta.name(object),
                    "status",
                    old -> {
                        ObjectNode changed = old.deepCopy();
                        changed.set("status", status);
                        return changed;
                    },
                    false);
        } catch (ApiException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    /** A condition of a workload. */
    static void condition(ObjectNode status, String type, boolean holds, String reason) {
        Json.list(status, "conditions")
                .addObject()
                .put("type", type)
                .put("status", holds ? "True" : "False")
                .put("reason", reason);
    }
}
