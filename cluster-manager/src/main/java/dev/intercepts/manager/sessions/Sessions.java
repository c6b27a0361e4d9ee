package dev.intercepts.manager.sessions;

import dev.intercepts.manager.intercepts.World;
import dev.intercepts.tunnel.Tunnel;
import dev.intercepts.tunnel.TunnelGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which laptops can be reached, by which way, since when. Safe for use by any thread. */
public final class Sessions {

    private final InstantSource clock;
    private final Instant started;
    private final Duration forget;
    private final Runnable onChange;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * Knows of nobody.
     *
     * @param forget a session that is away for so long is forgotten
     * @param onChange told when a laptop comes or goes by either way
     */
    public Sessions(InstantSource clock, Duration forget, Runnable onChange) {
        this.clock = clock;
        this.started = clock.instant();
        this.forget = forget;
        this.onChange = onChange;
    }

    /** A laptop has dialled a tunnel on which the manager opens streams. */
    public void connected(Tunnel tunnel) {
        String session = tunnel.peer().id();
        change(() -> {
            Entry entry = entry(session);
            entry.tunnels.add(tunnel);
            entry.live.add(tunnel);
            entry.direct(clock.instant());
        });
        tunnel.closed()
                .whenComplete((closed, failure) -> change(() -> {
                    Entry entry = entry(session);
                    entry.live.remove(tunnel);
                    entry.direct(clock.instant());
                }));
    }

    /** The sessions that the hosted service has tunnels to, whole each time; none while it cannot be reached. */
    public void relayed(Set<String> sessions) {
        change(() -> {
            sessions.forEach(this::entry);
            entries.forEach((session, entry) -> entry.relay(sessions.contains(session), clock.instant()));
        });
    }

    /** All that is known. */
    public synchronized Map<String, World.Session> view() {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> entry.goneBefore(now.minus(forget)));
        Map<String, World.Session> view = new HashMap<>();
        entries.forEach((session, entry) -> view.put(session, new World.Session(entry.direct, entry.relay)));
        return view;
    }

    /** The tunnels of a session to this manager. */
    synchronized Optional<TunnelGroup> tunnels(String session) {
        return Optional.ofNullable(entries.get(session)).map(entry -> entry.tunnels);
    }

    private void change(Runnable change) {
        Map<String, World.Session> before;
        Map<String, World.Session> after;
        synchronized (this) {
            before = view();
            change.run();
            after = view();
        }
        if (!before.equals(after)) {
            onChange.run();
        }
    }

    private Entry entry(String session) {
        return entries.computeIfAbsent(session, id -> new Entry(id, started));
    }

    private static final class Entry {
        private final TunnelGroup tunnels;

        /** Counted here, since nobody knows whether the group or we hear first of a tunnel's end. */
        private final Set<Tunnel> live = new HashSet<>();

        private World.Way direct;
        private World.Way relay;

        Entry(String session, Instant started) {
            this.tunnels = new TunnelGroup("session " + session);
            this.direct = new World.Way(false, started);
            this.relay = new World.Way(false, started);
        }

        void direct(Instant now) {
            direct = way(direct, !live.isEmpty(), now);
        }

        void relay(boolean up, Instant now) {
            relay = way(relay, up, now);
        }

        boolean goneBefore(Instant then) {
            return !direct.up()
                    && !relay.up()
                    && direct.changed().isBefore(then)
                    && relay.changed().isBefore(then);
        }

        private static World.Way way(World.Way before, boolean up, Instant now) {
            return before.up() == up ? before : new World.Way(up, now);
        }
    }
}
