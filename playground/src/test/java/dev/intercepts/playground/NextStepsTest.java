package dev.intercepts.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.playground.world.WorldState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NextStepsTest {

    private static final WorldState STATE = new WorldState(
            "http://localhost:1",
            "preview.localhost",
            2,
            "http://127.0.0.1:3",
            "/w/kubeconfig",
            "/w/config",
            "http://127.1.2.3:8080",
            "shop.localhost",
            Map.of(),
            Map.of(),
            Map.of());

    @Test
    void aPlaygroundInItsUsualPlaceIsEndedWithoutSayingWhere() {
        assertThat(NextSteps.after(STATE, "").lines())
                .hasSize(5)
                .last()
                .asString()
                .endsWith(" bin/playground down");
    }

    @Test
    void anotherIsEndedByItsStateFile() {
        assertThat(NextSteps.after(STATE, " --state /w.json").lines())
                .last()
                .asString()
                .endsWith(" bin/playground down --state /w.json");
    }
}
