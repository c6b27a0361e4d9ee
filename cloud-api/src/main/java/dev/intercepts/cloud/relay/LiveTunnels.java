package dev.intercepts.cloud.relay;

import dev.intercepts.tunnel.Tunnel;
import dev.intercepts.tunnel.TunnelGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tunnels of one kind that are up, by organization and id: what belongs to one organization is not there for another. */
final class LiveTunnels {

    /**
     * Who is at the other end.
     *
     * @param organization whose
     * @param id of the cluster or session
     */
    record Key(String organization, String id) {}

    private record Present(TunnelGroup group, int tunnels) {}

    private final Map<Key, Present> present = new ConcurrentHashMap<>();
    private final Consumer<Key> onFirst;
    private final Consumer<Key> onLast;

    /**
     * Told of the first tunnel of a key and of the loss of its last, in that order.
     */
    LiveTunnels(Consumer<Key> onFirst, Consumer<Key> onLast) {
        this.onFirst = onFirst;
        this.onLast = onLast;
    }

    void add(Key key, Tunnel tunnel) {
        present.compute(key, (same, had) -> {
            TunnelGroup group = had == null ? new TunnelGroup(key.id()) : had.group();
            group.add(tunnel);
            if (had == null) {
                onFirst.accept(key);
            }
            return new Present(group, had == null ? 1 : had.tunnels() + 1);
        });
        tunnel.closed().whenComplete((ignored, failure) -> remove(key));
    }

    private void remove(Key key) {
        present.computeIfPresent(key, (same, had) -> {
            if (had.tunnels() > 1) {
                return new Present(had.group(), had.tunnels() - 1);
            }
            onLast.accept(key);
            return null;
        });
    }

    /** The tunnels of a key, or {@code null} where none is up. */
    @Nullable
    TunnelGroup find(Key key) {
        Present found = present.get(key);
        return found == null ? null : found.group();
    }

    /** How many keys have a tunnel. */
    int count() {
        return present.size();
    }

    /** How many streams all of them carry. */
    int streams() {
        return present.values().stream()
                .flatMap(there -> there.group().tunnels().stream())
                .mapToInt(Tunnel::activeStreams)
                .sum();
    }

    /** The ids of an organization that have a tunnel. */
    List<String> of(String organization) {
        return present.keySet().stream()
                .filter(key -> key.organization().equals(organization))
                .map(Key::id)
                .toList();
    }

    /** All that are up. */
    Stream<Tunnel> all() {
        return present.values().stream().flatMap(there -> there.group().tunnels().stream());
    }

    /** Closes all tunnels with that id, of whichever organization. */
    void close(String id) {
        all().filter(tunnel -> tunnel.peer().id().equals(id)).forEach(Tunnel::close);
    }
}
