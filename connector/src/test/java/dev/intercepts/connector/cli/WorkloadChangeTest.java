package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.cli.WorkloadChange.Kind;
import dev.intercepts.connector.contract.Views.WorkloadLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadChangeTest {

    private static WorkloadLine line(String namespace, String name, boolean agent) {
        return new WorkloadLine(namespace, "Deployment", name, agent, null, List.of());
    }

    @Test
    void namesWhatIsNewOtherOrGone() {
        List<WorkloadLine> before = List.of(line("a", "same", false), line("a", "other", false), line("a", "x", false));
        List<WorkloadLine> now = List.of(line("a", "other", true), line("a", "same", false), line("b", "x", false));

        assertThat(WorkloadChange.between(before, now))
                .containsExactly(
                        new WorkloadChange(Kind.changed, line("a", "other", true)),
                        new WorkloadChange(Kind.added, line("b", "x", false)),
                        new WorkloadChange(Kind.removed, line("a", "x", false)));
        assertThat(WorkloadChange.between(now, now)).isEmpty();
    }
}
