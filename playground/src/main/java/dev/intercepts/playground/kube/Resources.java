package dev.intercepts.playground.kube;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be done to objects: the API's verbs, as HTTP clients and as the controllers in this process use them. */
final class Resources {

    private static final Set<String> FIXED_METADATA = Set.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation");

    private final ObjectStore store;
    private final Defaults defaults;
    private final Clock clock;
    private Admission admission = (type, operation, object, old) -> object;

    /** Who may change an object before it is stored. */
    interface Admission {
        /**
         * The object as it shall be stored.
         *
         * @param operation {@code CREATE} or {@code UPDATE}
         * @throws ApiException if it must not be stored
         */
        ObjectNode admit(ResourceType type, String operation, ObjectNode object, @Nullable ObjectNode old);
    }

    Resources(ObjectStore store, Defaults defaults, Clock clock) {
        this.store = store;
        this.defaults = defaults;
        this.clock = clock;
    }

    /** Asks this one from now on; before, everything is admitted. */
    void admitBy(Admission asked) {
        admission = asked;
    }

    ObjectStore store() {
        return store;
    }

    /** The time as objects say it. */
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    ObjectNode get(ResourceType type, String namespace, String name) {
        return store.find(type, namespace, name).orElseThrow(() -> ApiException.notFound(type, name));
    }

    ObjectNode create(ResourceType type, String namespace, ObjectNode body, boolean dryRun) {
        ObjectNode object = body.deepCopy();
        requireType(type, object);
        ObjectNode metadata = Json.child(object, "metadata");
        if (Meta.name(object).isEmpty() && !Json.text(metadata, "generateName").isEmpty()) {
            metadata.put("name", Json.text(metadata, "generateName") + Names.suffix());
        }
        if (type.namespaced()) {
            requireSameNamespace(namespace, metadata);
            metadata.put("namespace", namespace);
            requireNamespace(namespace);
        }
        metadata.remove("resourceVersion");
        metadata.remove("deletionTimestamp");
        metadata.put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", now())
                .put("generation", 1);
        if (type.status()) {
            object.remove("status");
            if (!type.custom()) {
                object.putObject("status"); // Kubernetes' own types always have one
            }
        }
        defaults.complete(type, object);
        Validation.check(type, object);
        ObjectNode admitted = admission.admit(type, "CREATE", object, null);
        if (dryRun) {
            return admitted;
        }
        ObjectKey key = ObjectKey.of(type, namespace, Meta.name(admitted));
        return store.change(key, existing -> {
                    if (existing != null) {
                        throw ApiException.alreadyExists(type, key.name());
                    }
                    return admitted;
                })
                .orElseThrow();
    }

    /** Replaces the object, or (with {@code part} "status") its status. */
    ObjectNode replace(ResourceType type, String namespace, String name, String part, ObjectNode body, boolean dryRun) {
        requireType(type, body);
        return modify(type, namespace, name, part, old -> body.deepCopy(), dryRun);
    }

    /** Creates the object or merges into it what is applied. */
    ObjectNode apply(ResourceType type, String namespace, String name, String part, ObjectNode applied, Applier by) {
        requireType(type, applied);
        if (!Meta.name(applied).equals(name)) {
            throw ApiException.badRequest("metadata.name: " + Meta.name(applied) + " (expected: " + name + ")");
        }
        if (part.isEmpty() && store.find(type, namespace, name).isEmpty()) {
            try {
                ObjectNode nothing = Json.object();
                return create(type, namespace, ServerSideApply.apply(nothing, applied, by, "", now()), by.dryRun());
            } catch (ApiException e) {
                if (e.code() != 409) {
                    throw e;
                }
                // created by somebody else in the meantime: merge
            }
        }
        return modify(
                type, namespace, name, part, old -> ServerSideApply.apply(old, applied, by, part, now()), by.dryRun());
    }

    /** Who applies, and whether fields of others are taken over. */
    record Applier(String manager, boolean force, boolean dryRun) {}

    /**
     * Changes the object or a part of it, again if somebody else changed it in the meantime.
     *
     * @param part {@code status}, or empty for all but the status
     */
    ObjectNode modify(
            ResourceType type,
            String namespace,
            String name,
            String part,
            UnaryOperator<ObjectNode> change,
            boolean dryRun) {
        ObjectKey key = ObjectKey.of(type, namespace, name);
        while (true) {
            ObjectNode old = get(type, namespace, name);
            ObjectNode wanted = settle(type, old, change.apply(old), part);
            if (wanted.equals(old)) {
                return old;
            }
            ObjectNode admitted = part.isEmpty() ? admission.admit(type, "UPDATE", wanted, old) : wanted;
            if (dryRun) {
                return admitted;
            }
            boolean[] overtaken = {false};
            Optional<ObjectNode> stored = store.change(key, now -> {
                overtaken[0] = now != old;
                if (overtaken[0]) {
                    return now;
                }
                return mayGo(type, admitted) ? null : admitted;
            });
            if (!overtaken[0] && stored.isPresent()) {
                return stored.get();
            }
        }
    }

    private ObjectNode settle(ResourceType type, ObjectNode old, ObjectNode change, String part) {
        requireUnchanged(type, old, change);
        ObjectNode wanted = part.isEmpty() ? change : old.deepCopy();
        if (!part.isEmpty()) {
            copyField(change, wanted, part);
            if (change.path("metadata").has("managedFields")) {
                copyField(change.path("metadata"), Json.child(wanted, "metadata"), "managedFields");
            }
            return wanted;
        }
        ObjectNode metadata = Json.child(wanted, "metadata");
        FIXED_METADATA.forEach(field -> copyField(old.path("metadata"), metadata, field));
        metadata.put("resourceVersion", Meta.revision(old));
        if (!metadata.has("managedFields")) {
            copyField(old.path("metadata"), metadata, "managedFields");
        }
        if (type.status()) {
            copyField(old, wanted, "status");
        }
        defaults.carryOver(type, old, wanted);
        defaults.complete(type, wanted);
        Validation.check(type, wanted);
        Validation.checkChange(type, old, wanted);
        if (!withoutMetadata(old).equals(withoutMetadata(wanted))) {
            metadata.put("generation", Json.number(old, 0, "metadata", "generation") + 1);
        }
        return wanted;
    }

    private static void requireUnchanged(ResourceType type, ObjectNode old, ObjectNode change) {
        String revision = Meta.revision(change);
        if (!revision.isEmpty() && !revision.equals(Meta.revision(old))) {
            throw ApiException.conflict(type, Meta.name(old), "the object has been modified");
        }
        String uid = Meta.uid(change);
        if (!uid.isEmpty() && !uid.equals(Meta.uid(old))) {
            throw ApiException.conflict(
                    type,
                    Meta.name(old),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + Meta.uid(old));
        }
    }

    private static void copyField(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.path(field).deepCopy());
        } else {
            to.remove(field);
        }
    }

    private static ObjectNode withoutMetadata(ObjectNode object) {
        ObjectNode copy = Json.object();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getKey().equals("metadata") && !field.getKey().equals("status")) {
                copy.set(field.getKey(), field.getValue());
            }
        }
        return copy;
    }

    /** Marks the object for deletion, or deletes it if nothing has to happen before. */
    ObjectNode delete(ResourceType type, String namespace, String name, DeleteOptions options) {
        ObjectKey key = ObjectKey.of(type, namespace, name);
        ObjectNode last = store.change(key, old -> {
                    if (old == null) {
                        throw ApiException.notFound(type, name);
                    }
                    options.check(type, old);
                    int grace = options.graceFor(type, old);
                    if (Meta.deleting(old) && grace >= Json.number(old, 0, "metadata", "deletionGracePeriodSeconds")) {
                        return old;
                    }
                    ObjectNode marked = old.deepCopy();
                    Json.child(marked, "metadata")
                            .put(
                                    "deletionTimestamp",
                                    clock.instant()
                                            .plusSeconds(grace)
                                            .truncatedTo(ChronoUnit.SECONDS)
                                            .toString())
                            .put("deletionGracePeriodSeconds", grace);
                    if (type.equals(ResourceTypes.NAMESPACES)) {
                        Json.child(marked, "status").put("phase", "Terminating");
                    }
                    return mayGo(type, marked) ? null : marked;
                })
                .orElseThrow();
        if (options.orphan()) {
            orphan(last);
        }
        return last;
    }

    /** Deletes an object whose end was awaited, such as a pod whose processes ended or a namespace that is empty. */
    void remove(ResourceType type, ObjectNode object) {
        store.change(
                ObjectKey.of(type, Meta.namespace(object), Meta.name(object)),
                now -> now != null && Meta.uid(now).equals(Meta.uid(object)) ? null : now);
    }

    /** Whether nothing holds an object that is marked: no finalizer, no process, no contents. */
    private static boolean mayGo(ResourceType type, ObjectNode object) {
        return Meta.deleting(object)
                && !Meta.hasFinalizers(object)
                && Json.number(object, 0, "metadata", "deletionGracePeriodSeconds") == 0
                && !type.equals(ResourceTypes.NAMESPACES)
                && !type.equals(ResourceTypes.DEFINITIONS);
    }

    private void orphan(ObjectNode owner) {
        store.everything().forEach((key, object) -> {
            if (Meta.ownerUids(object).contains(Meta.uid(owner))) {
                store.change(key, now -> now == null ? null : withoutOwner(now, Meta.uid(owner)));
            }
        });
    }

    private static ObjectNode withoutOwner(ObjectNode object, String uid) {
        ObjectNode copy = object.deepCopy();
        Json.list(copy, "metadata", "ownerReferences")
                .removeIf(reference -> Json.text(reference, "uid").equals(uid));
        return copy;
    }

    private void requireNamespace(String namespace) {
        ObjectNode found = store.find(ResourceTypes.NAMESPACES, "", namespace)
                .orElseThrow(() -> ApiException.notFound(ResourceTypes.NAMESPACES, namespace));
        if (Meta.deleting(found)) {
            throw new ApiException(
                    403,
                    "Forbidden",
                    "unable to create new content in namespace " + namespace + " because it is being terminated");
        }
    }

    private static void requireSameNamespace(String namespace, JsonNode metadata) {
        String said = Json.text(metadata, "namespace");
        if (!said.isEmpty() && !said.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the" + " request: "
                            + said + " (expected: " + namespace + ")");
        }
    }

    private static void requireType(ResourceType type, ObjectNode body) {
        if (!body.has("kind")) {
            body.put("kind", type.kind()).put("apiVersion", type.apiVersion());
        }
        if (!Json.text(body, "kind").equals(type.kind())
                || !Json.text(body, "apiVersion").equals(type.apiVersion())) {
            throw ApiException.badRequest(Json.text(body, "apiVersion") + " " + Json.text(body, "kind") + " (expected: "
                    + type.apiVersion() + " " + type.kind() + ")");
        }
    }
}
