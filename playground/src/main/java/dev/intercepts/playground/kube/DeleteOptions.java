package dev.intercepts.playground.kube;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an object is to be deleted.
 *
 * @param graceSeconds time a pod has to end, -1 for the pod's own
 * @param orphan whether dependents stay
 * @param uid the object must have, empty for any
 * @param revision the object must have, empty for any
 */
record DeleteOptions(int graceSeconds, boolean orphan, String uid, String revision) {

    static final DeleteOptions NONE = new DeleteOptions(-1, false, "", "");

    /** From the body of a DELETE and its query parameters. */
    static DeleteOptions of(JsonNode body, String graceParameter, String policyParameter) {
        int grace = graceParameter.isEmpty()
                ? Json.number(body, -1, "gracePeriodSeconds")
                : Integer.parseInt(graceParameter);
        String policy = policyParameter.isEmpty() ? Json.text(body, "propagationPolicy") : policyParameter;
        return new DeleteOptions(
                grace,
                policy.equals("Orphan"),
                Json.text(body, "preconditions", "uid"),
                Json.text(body, "preconditions", "resourceVersion"));
    }

    void check(ResourceType type, ObjectNode object) {
        if (!uid.isEmpty() && !uid.equals(Meta.uid(object))) {
            throw ApiException.conflict(type, Meta.name(object), "the UID in the precondition is not the object's");
        }
        if (!revision.isEmpty() && !revision.equals(Meta.revision(object))) {
            throw ApiException.conflict(type, Meta.name(object), "the object has been modified");
        }
    }

    int graceFor(ResourceType type, ObjectNode object) {
        if (!type.equals(ResourceTypes.PODS)) {
            return 0;
        }
        return graceSeconds >= 0 ? graceSeconds : Json.number(object, 30, "spec", "terminationGracePeriodSeconds");
    }
}
