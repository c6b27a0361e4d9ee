package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on.
 *
 * @param cluster what the Kubernetes API says
 * @param agents what the agents that are connected have applied
 * @param sessions the laptops that were ever seen; one that is missing has been away since {@code started}
 * @param started when this manager began to look
 * @param now the time
 * @param limits how long a laptop may be away
 */
public record World(
        ClusterSnapshot cluster,
        Map<PodRef, Agent> agents,
        Map<String, Session> sessions,
        Instant started,
        Instant now,
        Limits limits) {

    /**
     * An agent that is connected.
     *
     * @param applied the routes it works by
     * @param refused the routes it could not apply; empty where there is no error
     * @param error why, or {@code null}
     */
    public record Agent(
            Set<Route> applied,
            Set<Route> refused,
            @Nullable String error) {}

    /**
     * A laptop.
     *
     * @param direct its tunnel to this manager
     * @param relay the hosted service's tunnel to it
     */
    public record Session(Way direct, Way relay) {

        /** Whether it can be reached by a way that an intercept allows. */
        public boolean present(RoutePreference route) {
            return switch (route) {
                case DIRECT -> direct.up();
                case RELAY -> relay.up();
                case AUTO -> direct.up() || relay.up();
            };
        }

        /** When that changed last. */
        public Instant changed(RoutePreference route) {
            return switch (route) {
                case DIRECT -> direct.changed();
                case RELAY -> relay.changed();
                case AUTO -> direct.changed().isAfter(relay.changed()) ? direct.changed() : relay.changed();
            };
        }
    }

    /** Whether one way to a laptop is there, and since when that is so. */
    public record Way(boolean up, Instant changed) {}

    /**
     * Times.
     *
     * @param grace until an intercept is called paused
     * @param timeToLive until it is ended
     */
    public record Limits(Duration grace, Duration timeToLive) {}
}
