package dev.intercepts.manager.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.intercepts.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private Instant now = Instant.EPOCH;
    private final AtomicInteger changes = new AtomicInteger();
    private final Sessions sessions = new Sessions(() -> now, Duration.ofHours(1), changes::incrementAndGet);

    @Test
    void whoIsRelayedComesAndGoes() {
        now = now.plusSeconds(10);
        sessions.relayed(Set.of("a"));
        sessions.relayed(Set.of("a"));
        assertThat(changes).hasValue(1);
        assertThat(sessions.view()).isEqualTo(Map.of("a", session(new World.Way(true, now))));

        now = now.plusSeconds(10);
        sessions.relayed(Set.of());
        assertThat(sessions.view()).isEqualTo(Map.of("a", session(new World.Way(false, now))));
    }

    @Test
    void whoIsAwayForLongIsForgotten() {
        sessions.relayed(Set.of("a"));
        sessions.relayed(Set.of());
        now = now.plus(Duration.ofHours(1));
        assertThat(sessions.view()).containsKey("a");

        now = now.plusMillis(1);
        assertThat(sessions.view()).isEmpty();
    }

    private static World.Session session(World.Way relay) {
        return new World.Session(new World.Way(false, Instant.EPOCH), relay);
    }
}
