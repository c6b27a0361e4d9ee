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
    public record Agent(Set<Route> applied, Set<Route> refused, @Nullable String error) {}

    /**
     * A laptop.
     *
     * @param direct whether its tunnel to this manager is up
     * @param relay whether the hosted service has a tunnel to it
     * @param changed when that changed last
     */
    public record Session(boolean direct, boolean relay, Instant changed) {

        /** Whether it can be reached by the way that an intercept allows. */
        public boolean present(RoutePreference route) {
            return switch (route) {
                case DIRECT -> direct;
                case RELAY -> relay;
                case AUTO -> direct || relay;
            };
        }
    }

    /**
     * Times.
     *
     * @param grace until an intercept is called paused
     * @param timeToLive until it is ended
     */
    public record Limits(Duration grace, Duration timeToLive) {}
}
