package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether, and since when, the laptop of an intercept is away.
 *
 * @param since {@code null} while it is there
 */
record Absence(@Nullable Instant since) {

    /** By the ways that the intercept allows. A status that says paused remembers it across restarts of the manager. */
    static Absence of(InterceptResource resource, InterceptSpec spec, World world) {
        World.Session session = world.sessions().get(spec.sessionId());
        if (session != null && session.present(spec.route())) {
            return new Absence(null);
        }
        Instant seen = session == null ? world.started() : session.changed(spec.route());
        Instant since = seen.isBefore(resource.created()) ? resource.created() : seen;
        InterceptStatus status = resource.status();
        if (status != null && status.state() == InterceptState.PAUSED) {
            Instant paused = Instant.parse(status.since());
            return new Absence(paused.isBefore(since) ? paused : since);
        }
        return new Absence(since);
    }

    boolean present() {
        return since == null;
    }

    /** Whether it has lasted so long. */
    boolean longerThan(Duration limit, World world) {
        return since != null && !world.now().isBefore(since.plus(limit));
    }

    /** Whether the intercept ends by it. */
    boolean over(World world) {
        return longerThan(world.limits().timeToLive(), world);
    }

    /** When it comes to mean something else, if it goes on. */
    Optional<Instant> lookAgain(World world) {
        Instant begun = since;
        return begun == null
                ? Optional.empty()
                : Stream.of(world.limits().grace(), world.limits().timeToLive())
                        .map(begun::plus)
                        .filter(world.now()::isBefore)
                        .min(Instant::compareTo);
    }
}
