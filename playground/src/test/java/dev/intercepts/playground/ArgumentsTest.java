package dev.intercepts.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void optionsTakeTheirValueEitherWay() {
        assertThat(Arguments.parse(List.of("tour", "--state", "f", "--route=relay")))
                .isEqualTo(new Arguments("tour", Map.of("--state", "f", "--route", "relay")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up --state", "up --kubeconfig", "up --stat f", "up f"})
    void anythingElseIsRefused(String line) {
        List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
        assertThatThrownBy(() -> Arguments.parse(words)).isInstanceOf(Arguments.UsageException.class);
    }
}
