package dev.intercepts.cloud.previews;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which labels to read again when an intercept has changed. That is one, or for a moment two: a preview that was removed may be heard
 * of after the one that came in its place.
 */
final class LabelsOfIntercepts {

    private final Map<UUID, Set<String>> labels = new ConcurrentHashMap<>();

    Set<String> of(UUID interceptId) {
        return labels.getOrDefault(interceptId, Set.of());
    }

    void add(UUID interceptId, String label) {
        labels.merge(
                interceptId,
                Set.of(label),
                (before, added) ->
                        Stream.concat(before.stream(), added.stream()).collect(Collectors.toUnmodifiableSet()));
    }

    void remove(UUID interceptId, String label) {
        labels.computeIfPresent(interceptId, (id, before) -> {
            Set<String> left =
                    before.stream().filter(one -> !one.equals(label)).collect(Collectors.toUnmodifiableSet());
            return left.isEmpty() ? null : left;
        });
    }
}
