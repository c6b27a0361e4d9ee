package dev.intercepts.agent.routes;

import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The routes that hold now. A new table replaces the old one at once and whole; whoever asks sees one or the other. */
public final class Routes {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<Integer, PortRoutes> byPort = Map.of();

    /** What holds for a port of the app. */
    public PortRoutes of(int containerPort) {
        return byPort.getOrDefault(containerPort, PortRoutes.NONE);
    }

    /**
     * Makes a table hold, and tells the listeners.
     *
     * @return what kept single routes from being applied; empty where all are
     */
    public List<String> apply(RouteTable table) {
        List<String> errors = new ArrayList<>();
        Map<Integer, PortRoutes> compiled = new HashMap<>();
        table.routes().stream()
                .collect(Collectors.groupingBy(Route::containerPort))
                .forEach((port, routes) -> compiled.put(port, PortRoutes.of(routes, errors)));
        byPort = Map.copyOf(compiled);
        listeners.forEach(Runnable::run);
        return errors;
    }

    /**
     * Sends new traffic to the app until the next table: who lost the stream of routes cannot know what holds. Listeners
     * are not told, so that what already goes to a laptop may end there.
     */
    public void suspend() {
        byPort = Map.of();
    }

    /** Calls the listener after each new table, on the thread that brought it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
