package dev.intercepts.manager.agents;

import dev.intercepts.manager.intercepts.World;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.route.AgentApplied;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The current route table of each workload, and which agents follow it. Safe for use by any thread. */
public final class RouteBoard implements AutoCloseable {

    private final Runnable onChange;
    private final Map<WorkloadRef, RouteTable> tables = new HashMap<>();
    private final Map<PodRef, Follower> followers = new HashMap<>();
    private long revision;
    private boolean closed;

    /**
     * An empty board.
     *
     * @param firstRevision larger than any that an earlier manager gave out: the time in milliseconds
     * @param onChange told when an agent comes, goes, or has applied a table
     */
    public RouteBoard(long firstRevision, Runnable onChange) {
        this.revision = firstRevision;
        this.onChange = onChange;
    }

    /** Makes these the routes of all workloads; one that is missing has none. Agents whose routes changed are told. */
    public synchronized void publish(Map<WorkloadRef, List<Route>> routes) {
        Set<WorkloadRef> all = new HashSet<>(tables.keySet());
        all.addAll(routes.keySet());
        for (WorkloadRef workload : all) {
            List<Route> wanted = routes.getOrDefault(workload, List.of());
            RouteTable table = tables.get(workload);
            if (table == null || !table.routes().equals(wanted)) {
                RouteTable changed = new RouteTable(++revision, wanted);
                tables.put(workload, changed);
                followers.values().stream()
                        .filter(follower -> follower.workload.equals(workload))
                        .forEach(follower -> follower.send(changed));
            }
        }
    }

    /**
     * An agent asks for its routes: it is told the current ones at once. An older subscription of the same pod ends.
     *
     * @param environments container name to environment
     * @param tell given each table; must not block
     * @param end told when another subscription takes its place or the board is closed, at once where it was; must not block
     * @return ends the subscription
     */
    public Runnable follow(
            PodRef pod,
            WorkloadRef workload,
            Map<String, Map<String, String>> environments,
            Consumer<RouteTable> tell,
            Runnable end) {
        Follower follower = new Follower(workload, environments, tell, end);
        Follower before;
        synchronized (this) {
            if (closed) {
                end.run();
                return () -> {};
            }
            before = followers.put(pod, follower);
            follower.send(tables.computeIfAbsent(workload, none -> new RouteTable(++revision, List.of())));
        }
        if (before != null) {
            before.end.run();
        }
        onChange.run();
        return () -> {
            boolean gone;
            synchronized (this) {
                gone = followers.remove(pod, follower);
            }
            if (gone) {
                onChange.run();
            }
        };
    }

    /** Nothing is decided here any more: every agent's stream ends, so that it asks whoever decides now. */
    @Override
    public void close() {
        List<Follower> ended;
        synchronized (this) {
            closed = true;
            ended = List.copyOf(followers.values());
            followers.clear();
        }
        ended.forEach(follower -> follower.end.run());
    }

    /** An agent has applied a table, or could not. Reports of tables that were not sent are ignored. */
    public void applied(PodRef pod, AgentApplied report) {
        synchronized (this) {
            Follower follower = followers.get(pod);
            if (follower == null) {
                return;
            }
            follower.applied(report.revision(), report.error());
        }
        onChange.run();
    }

    /** The agents that follow now. */
    public synchronized Map<PodRef, World.Agent> agents() {
        Map<PodRef, World.Agent> agents = new HashMap<>();
        followers.forEach((pod, follower) -> agents.put(
                pod, new World.Agent(Set.copyOf(follower.applied), Set.copyOf(follower.refused), follower.error)));
        return agents;
    }

    /**
     * The environment of a container as an agent of the workload told it.
     *
     * @param pods whose word is taken; it must not block
     */
    public synchronized Optional<Map<String, String>> environment(
            WorkloadRef workload, String container, Predicate<PodRef> pods) {
        return followers.entrySet().stream()
                .filter(entry -> entry.getValue().workload.equals(workload) && pods.test(entry.getKey()))
                .flatMap(entry ->
                        Optional.ofNullable(entry.getValue().environments.get(container)).stream())
                .findFirst();
    }

    /** One agent's subscription. */
    private static final class Follower {
        private final WorkloadRef workload;
        private final Map<String, Map<String, String>> environments;
        private final Consumer<RouteTable> tell;
        private final Runnable end;
        private final NavigableMap<Long, List<Route>> sent = new TreeMap<>();
        private Set<Route> applied = Set.of();
        private Set<Route> refused = Set.of();
        private @Nullable String error;

        Follower(
                WorkloadRef workload,
                Map<String, Map<String, String>> environments,
                Consumer<RouteTable> tell,
                Runnable end) {
            this.workload = workload;
            this.environments = environments;
            this.tell = tell;
            this.end = end;
        }

        void send(RouteTable table) {
            sent.put(table.revision(), table.routes());
            tell.accept(table);
        }

        void applied(long revision, @Nullable String failure) {
            List<Route> routes = sent.get(revision);
            if (routes == null) {
                return;
            }
            sent.headMap(revision, false).clear();
            error = failure;
            if (failure == null) {
                applied = new HashSet<>(routes);
                refused = Set.of();
            } else {
                refused = new HashSet<>(routes);
                refused.removeAll(applied);
            }
        }
    }
}
