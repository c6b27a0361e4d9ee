package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerNamesTest {

    @Test
    void aContainerThatIsNotThereIsToldWithThoseThatAre() {
        List<String> there = List.of("app", "metrics");

        assertThatCode(() -> Workloads.checkContainer("hello", there, "metrics"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Workloads.checkContainer("hello", there, "metric"))
                .hasMessageContaining("hello has no container metric (expected: one of app, metrics)");
    }
}
