package dev.intercepts.playground.kube;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects, and the changes of late. Each change raises the one revision that {@code resourceVersion} shows. Objects in it
 * are never changed in place. Listeners are told in the order of the changes, under the store's lock: they must not block.
 */
final class ObjectStore {

    private static final int REMEMBERED_CHANGES = 5_000;

    private final TreeMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private long revision = 1_000;

    /**
     * Objects at one moment.
     *
     * @param revision of the store then
     */
    record Snapshot(long revision, List<ObjectNode> objects) {}

    synchronized Optional<ObjectNode> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
        return find(ObjectKey.of(type, namespace, name));
    }

    /** All objects of a type, of one namespace or (empty) of all. */
    synchronized Snapshot list(ResourceType type, String namespace) {
        List<ObjectNode> found = new ArrayList<>();
        ObjectKey from = new ObjectKey(type.id(), namespace, "");
        for (var entry : objects.tailMap(from).entrySet()) {
            ObjectKey key = entry.getKey();
            if (!key.type().equals(type.id())
                    || !namespace.isEmpty() && !key.namespace().equals(namespace)) {
                break;
            }
            found.add(entry.getValue());
        }
        return new Snapshot(revision, found);
    }

    List<ObjectNode> all(ResourceType type) {
        return list(type, "").objects();
    }

    /** Everything, by key. */
    synchronized TreeMap<ObjectKey, ObjectNode> everything() {
        return new TreeMap<>(objects);
    }

    /**
     * Changes one object.
     *
     * @param change is given the object as it is (null: it is not there) and returns what it shall be: the same instance
     *     for no change, null for deletion
     * @return what the object is now; what it last was if it was deleted
     */
    synchronized Optional<ObjectNode> change(
            ObjectKey key, Function<@Nullable ObjectNode, @Nullable ObjectNode> change) {
        @Nullable ObjectNode before = objects.get(key);
        @Nullable ObjectNode after = change.apply(before);
        if (after == before) {
            return Optional.ofNullable(before);
        }
        revision++;
        ObjectNode last = stamped(after == null ? java.util.Objects.requireNonNull(before) : after);
        if (after == null) {
            objects.remove(key);
        } else {
            objects.put(key, last);
        }
        Change made = new Change(revision, key, before, last, after == null);
        changes.addLast(made);
        if (changes.size() > REMEMBERED_CHANGES) {
            changes.removeFirst();
        }
        listeners.forEach(listener -> listener.accept(made));
        return Optional.of(last);
    }

    private ObjectNode stamped(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        Json.child(copy, "metadata").put("resourceVersion", Long.toString(revision));
        return copy;
    }

    /** Tells the listener of every change from now on, until the returned handle is run. */
    Runnable listen(Consumer<Change> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Tells the listener of every change after the given revision, first of those already made.
     *
     * @throws ApiException 410 if changes since then are forgotten
     */
    synchronized Runnable listenFrom(long after, Consumer<Change> listener) {
        if (!changes.isEmpty() && changes.getFirst().revision() > after + 1 && after < revision) {
            throw new ApiException(410, "Expired", "too old resource version: " + after + " (" + revision + ")");
        }
        changes.stream().filter(change -> change.revision() > after).forEach(listener);
        return listen(listener);
    }

    synchronized long revision() {
        return revision;
    }
}
