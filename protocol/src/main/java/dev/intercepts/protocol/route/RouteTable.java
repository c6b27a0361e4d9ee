package dev.intercepts.protocol.route;

import java.util.List;

/**
 * All that an agent is to do, whole each time: one line of JSON in the stream of routes. An agent that loses the stream
 * keeps serving the app container, and passes no request on to a laptop until it has a table again.
 *
 * @param revision grows with each change; the agent reports it back as applied
 * @param routes empty means that everything goes to the app container
 */
public record RouteTable(long revision, List<Route> routes) {

    public RouteTable {
        routes = List.copyOf(routes);
    }
}
