package dev.intercepts.playground.kube;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change of one object.
 *
 * @param revision of the store after it
 * @param key which object
 * @param before as it was, null if it was created
 * @param after as it is; if it was deleted, as it last was but with this revision
 * @param deleted whether it is gone
 */
record Change(long revision, ObjectKey key, @Nullable ObjectNode before, ObjectNode after, boolean deleted) {

    /** A watch event: {@code ADDED}, {@code MODIFIED} or {@code DELETED}. */
    record Event(String type, ObjectNode object) {}

    /** What a watcher that sees only the selected objects is told, if anything. */
    Optional<Event> seenBy(Predicate<JsonNode> selected) {
        boolean was = before != null && selected.test(before);
        boolean is = !deleted && selected.test(after);
        if (was && is) {
            return Optional.of(new Event("MODIFIED", after));
        }
        if (is) {
            return Optional.of(new Event("ADDED", after));
        }
        return was ? Optional.of(new Event("DELETED", after)) : Optional.empty();
    }
}
