package dev.intercepts.protocol.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the Traffic Manager changed a pod template so that its pods have an agent, and the way back; kept on the workload
 * ({@link ClusterNames#TEMPLATE_CHANGE_ANNOTATION}) where no webhook changes the pods instead. Documents are JSON as maps, lists and
 * values. {@code null}, an empty map and an empty list count as nothing, since the API server leaves them out.
 *
 * @param edits each at a place of its own
 */
public record TemplateChange(List<Edit> edits) {

    /** What items of a list are known by, as Kubernetes merges containers and volumes. */
    private static final String NAME = "name";

    public TemplateChange {
        edits = List.copyOf(edits);
    }

    /**
     * A change of one value.
     *
     * @param path from the template down: names of members, and of items of lists that have names
     * @param before {@code null} where there was nothing
     * @param after {@code null} where nothing was left
     */
    public record Edit(
            List<String> path,
            @Nullable Object before,
            @Nullable Object after) {

        public Edit {
            path = List.copyOf(path);
        }
    }

    /**
     * From the document that {@link #document} makes.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static TemplateChange of(@Nullable Object document) {
        if (!(document instanceof Map<?, ?> map) || !(map.get("edits") instanceof List<?> items)) {
            throw new IllegalArgumentException("edits: missing (expected: a list)");
        }
        List<Edit> edits = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> edit) || !(edit.get("path") instanceof List<?> path)) {
                throw new IllegalArgumentException("path: missing (expected: a list)");
            }
            edits.add(new Edit(path.stream().map(String::valueOf).toList(), edit.get("before"), edit.get("after")));
        }
        return new TemplateChange(edits);
    }

    /** As a document. */
    public Map<String, Object> document() {
        List<Object> items = new ArrayList<>();
        for (Edit edit : edits) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("path", edit.path());
            if (edit.before() != null) {
                item.put("before", edit.before());
            }
            if (edit.after() != null) {
                item.put("after", edit.after());
            }
            items.add(item);
        }
        return Map.of("edits", items);
    }

    /** What makes {@code after} of {@code before}. */
    public static TemplateChange between(Map<String, ?> before, Map<String, ?> after) {
        List<Edit> edits = new ArrayList<>();
        compare(List.of(), before, after, edits);
        return new TemplateChange(edits);
    }

    private static void compare(List<String> path, @Nullable Object before, @Nullable Object after, List<Edit> edits) {
        if (same(before, after)) {
            return;
        }
        Map<String, Object> old = members(before, after);
        Map<String, Object> now = members(after, before);
        if (old != null && now != null && deeper(before, after)) {
            Set<String> names = new LinkedHashSet<>(old.keySet());
            names.addAll(now.keySet());
            names.forEach(name -> compare(down(path, name), old.get(name), now.get(name), edits));
        } else {
            edits.add(new Edit(path, before, after));
        }
    }

    /** Items of named lists are compared only where none went: one that comes back has lost its place. */
    private static boolean deeper(@Nullable Object before, @Nullable Object after) {
        if (before instanceof List<?> || after instanceof List<?>) {
            Map<String, Object> old = named(before);
            Map<String, Object> now = named(after);
            return old != null && now != null && now.keySet().containsAll(old.keySet());
        }
        // What was not there is taken out as a whole, unless other things may come to stand beside it.
        return before instanceof Map<?, ?> && after instanceof Map<?, ?>
                || before == null && after instanceof Map<?, ?> map && !map.containsKey(NAME);
    }

    /** Whether a template has all that was put into it, unchanged. */
    public boolean holds(Map<String, ?> template) {
        return edits.stream().allMatch(edit -> same(at(template, edit.path()), edit.after()));
    }

    /**
     * The template as it was, with all that was changed in it since by others: what they changed themselves stays as they have
     * it, and what was put in goes whatever became of it.
     */
    public Map<String, Object> undo(Map<String, ?> template) {
        Object restored = copy(template);
        for (Edit edit : edits) {
            if (edit.before() == null || same(at(template, edit.path()), edit.after())) {
                restored = set(restored, edit.path(), edit.before());
            }
        }
        Map<String, Object> whole = asMap(restored);
        return whole == null ? Map.of() : whole;
    }

    private static @Nullable Object at(@Nullable Object node, List<String> path) {
        Object found = node;
        for (String name : path) {
            Map<String, Object> members = found instanceof List<?> ? named(found) : asMap(found);
            found = members == null ? null : members.get(name);
        }
        return found;
    }

    /** The node with another value at a place; what holds nothing any more goes. */
    private static @Nullable Object set(@Nullable Object node, List<String> path, @Nullable Object value) {
        if (path.isEmpty()) {
            return copy(value);
        }
        List<String> rest = path.subList(1, path.size());
        if (node instanceof List<?> items) {
            List<Object> next = new ArrayList<>();
            for (Object item : items) {
                boolean meant = item instanceof Map<?, ?> map && path.getFirst().equals(map.get(NAME));
                Object changed = meant ? set(item, rest, value) : item;
                if (changed != null) {
                    next.add(changed);
                }
            }
            return next.isEmpty() ? null : next;
        }
        Map<String, Object> known = asMap(node);
        Map<String, Object> next = known == null ? new LinkedHashMap<>() : new LinkedHashMap<>(known);
        Object changed = set(next.get(path.getFirst()), rest, value);
        if (changed == null) {
            next.remove(path.getFirst());
        } else {
            next.put(path.getFirst(), changed);
        }
        return next.isEmpty() ? null : next;
    }

    private static @Nullable Map<String, Object> members(@Nullable Object node, @Nullable Object other) {
        if (node == null) {
            return other == null ? null : Map.of();
        }
        return node instanceof List<?> ? named(node) : asMap(node);
    }

    /** Items by their names; {@code null} where it is no list, or some have none or the same. */
    private static @Nullable Map<String, Object> named(@Nullable Object node) {
        if (node == null) {
            return Map.of();
        }
        if (!(node instanceof List<?> items)) {
            return null;
        }
        Map<String, Object> byName = new LinkedHashMap<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> map)
                    || !(map.get(NAME) instanceof String name)
                    || byName.putIfAbsent(name, map) != null) {
                return null;
            }
        }
        return byName;
    }

    private static @Nullable Map<String, Object> asMap(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> map)) {
            return null;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (value != null) {
                members.put(String.valueOf(name), value);
            }
        });
        return members;
    }

    private static @Nullable Object copy(@Nullable Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<String, Object> members = new LinkedHashMap<>();
                map.forEach((name, value) -> {
                    Object copied = copy(value);
                    if (copied != null) {
                        members.put(String.valueOf(name), copied);
                    }
                });
                yield members;
            }
            case List<?> items -> {
                List<Object> copies = new ArrayList<>();
                for (Object item : items) {
                    Object copied = copy(item);
                    if (copied != null) {
                        copies.add(copied);
                    }
                }
                yield copies;
            }
            case null -> null;
            default -> node;
        };
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        Object left = bare(one);
        Object right = bare(other);
        return left == null ? right == null : left.equals(right);
    }

    /** Without what counts as nothing; numbers in one form. */
    private static @Nullable Object bare(@Nullable Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<String, Object> members = new LinkedHashMap<>();
                map.forEach((name, value) -> {
                    Object kept = bare(value);
                    if (kept != null) {
                        members.put(String.valueOf(name), kept);
                    }
                });
                yield members.isEmpty() ? null : members;
            }
            case List<?> items -> {
                List<Object> kept = new ArrayList<>();
                for (Object item : items) {
                    Object bare = bare(item);
                    if (bare != null) {
                        kept.add(bare);
                    }
                }
                yield kept.isEmpty() ? null : kept;
            }
            case Double number -> number;
            case Float number -> number.doubleValue();
            case Number number -> number.longValue();
            case null -> null;
            default -> node;
        };
    }

    private static List<String> down(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }
}
