package dev.intercepts.manager.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {

    @Test
    void isReadAsItIsWritten() {
        Mark again = new Mark(Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(again.text()).isEqualTo("enabled again 2026-01-01T00:00:00Z");
        assertThat(Mark.parse(again.text())).contains(again);
        assertThat(Mark.parse("enabled")).contains(Mark.ENABLED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "disabled", "enabledish", "enabled again", "enabled again soon"})
    void anythingElseAsksForNoAgent(String value) {
        assertThat(Mark.parse(value)).isEmpty();
    }
}
