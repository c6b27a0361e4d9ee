package dev.intercepts.manager.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenCacheTest {

    private static final AgentIdentity IDENTITY = new AgentIdentity("default", "hello-1");

    private Instant now = Instant.EPOCH;
    private final List<String> asked = new ArrayList<>();
    private final TokenCache cache = new TokenCache(this::ask, () -> now);

    private Optional<AgentIdentity> ask(String token) {
        asked.add(token);
        return token.equals("good") ? Optional.of(IDENTITY) : Optional.empty();
    }

    @Test
    void asksOnceAMinute() {
        assertThat(cache.review("good")).contains(IDENTITY);
        now = now.plusSeconds(59);
        assertThat(cache.review("good")).contains(IDENTITY);
        assertThat(asked).hasSize(1);

        now = now.plusSeconds(1);
        assertThat(cache.review("good")).contains(IDENTITY);
        assertThat(asked).hasSize(2);
    }

    @Test
    void doesNotRememberThatATokenIsUnknown() {
        assertThat(cache.review("bad")).isEmpty();
        assertThat(cache.review("bad")).isEmpty();
        assertThat(asked).hasSize(2);
    }
}
