package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Diagnosis;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTextTest {

    private static final Diagnosis SICK = Diagnosis.of(List.of(
            Finding.ok("disk", "5120 MiB are left for /home/ada/.config/intercepts"),
            Finding.warn("clock", "this laptop's is 31 s ahead of the hosted service's", "set the clock"),
            Finding.fail("webhook", "the API server says:\n  no endpoints", "mend the Traffic Manager first")));

    @Test
    void aLineForEachAndBelowItWhatToDo() {
        assertThat(DoctorText.render(SICK)).isEqualTo("""
                ok    disk: 5120 MiB are left for /home/ada/.config/intercepts
                warn  clock: this laptop's is 31 s ahead of the hosted service's
                      → set the clock
                fail  webhook: the API server says: no endpoints
                      → mend the Traffic Manager first
                1 failed, 1 to look at.
                """);
        assertThat(DoctorText.render(Diagnosis.of(List.of(Finding.ok("disk", "fine")))))
                .isEqualTo("""
                ok    disk: fine
                All is well.
                """);
    }

    @Test
    void whatToLookAtIsNoFailure() {
        assertThat(SICK.healthy()).isFalse();
        assertThat(Diagnosis.of(SICK.findings().subList(0, 2)).healthy()).isTrue();
    }

    @Test
    void asJsonItIsReadBack() {
        assertThat(Json.read(Json.pretty(SICK), Diagnosis.class)).isEqualTo(SICK);
    }
}
