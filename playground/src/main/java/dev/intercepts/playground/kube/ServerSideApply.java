package dev.intercepts.playground.kube;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Server-side apply: what a manager applied and applies no more goes, what it applies comes, all else stays. Only managers
 * that apply are recorded; a field changed by an ordinary update belongs to nobody.
 */
final class ServerSideApply {

    private ServerSideApply() {}

    /**
     * A merged copy, with {@code managedFields}. The same configuration again gives an equal object.
     *
     * @param live the object as it is, or one with nothing but its identity
     * @param by who applies
     * @param part the subresource applied to, empty for the object itself
     * @param now for the entry in {@code managedFields}, RFC 3339
     */
    static ObjectNode apply(ObjectNode live, ObjectNode applied, Resources.Applier by, String part, String now) {
        ObjectNode fields = FieldSet.of(applied);
        JsonNode before = Json.object();
        List<ObjectNode> entries = new ArrayList<>();
        ObjectNode own = entry(by.manager(), part, Json.text(applied, "apiVersion"), now, fields);
        for (ObjectNode entry : Json.objects(live, "metadata", "managedFields").toList()) {
            boolean same = Json.text(entry, "manager").equals(by.manager())
                    && Json.text(entry, "subresource").equals(part);
            if (!same) {
                entries.add(entry);
            } else {
                before = entry.path("fieldsV1");
                own = before.equals(fields) ? entry : own;
            }
        }
        List<JsonNode> others = new ArrayList<>();
        entries.forEach(entry -> others.add(entry.path("fieldsV1")));
        if (!by.force()) {
            refuseDisputed(entries, fields, applied, live);
        }
        ObjectNode base = live.deepCopy();
        FieldSet.removeDropped(base, before, fields, others);
        ObjectNode merged = Merge.strategic(base, applied);
        ArrayNode managed = Json.array();
        entries.forEach(managed::add);
        managed.add(own);
        Json.child(merged, "metadata").set("managedFields", managed);
        return merged;
    }

    private static ObjectNode entry(String manager, String part, String apiVersion, String now, ObjectNode fields) {
        ObjectNode entry = part.isEmpty() ? Json.object() : Json.object().put("subresource", part);
        return entry.put("manager", manager)
                .put("operation", "Apply")
                .put("apiVersion", apiVersion)
                .put("time", now)
                .put("fieldsType", "FieldsV1")
                .set("fieldsV1", fields);
    }

    private static void refuseDisputed(
            List<ObjectNode> others, ObjectNode fields, ObjectNode applied, ObjectNode live) {
        List<String> conflicts = new ArrayList<>();
        for (ObjectNode other : others) {
            FieldSet.disputed(fields, other.path("fieldsV1"), applied, live)
                    .forEach(field -> conflicts.add("conflict with \"" + Json.text(other, "manager") + "\": " + field));
        }
        if (!conflicts.isEmpty()) {
            throw new ApiException(
                    409,
                    "Conflict",
                    "Apply failed with " + conflicts.size() + " conflict(s): " + String.join("; ", conflicts));
        }
    }
}
