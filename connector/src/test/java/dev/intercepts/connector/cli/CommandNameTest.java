package dev.intercepts.connector.cli;

import static dev.intercepts.connector.cli.CommandName.intercept;
import static dev.intercepts.connector.cli.CommandName.list;
import static dev.intercepts.connector.cli.CommandName.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandNameTest {

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("status", List.of(status)),
                Arguments.of("--config /c status --output json", List.of(status)),
                // Which of the two is the option's value is picocli's to say.
                Arguments.of("--namespace list status", List.of(list, status)),
                Arguments.of("intercept list --port 1", List.of(list, intercept)),
                Arguments.of("intercept --help", List.of(intercept)),
                Arguments.of("stauts", CommandName.all()),
                Arguments.of("--help", CommandName.all()),
                Arguments.of("--namespace list --help", CommandName.all()));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void onlyWhatMayBeRunIsDescribed(String line, List<CommandName> expected) {
        assertThat(CommandName.meant(line.split(" "))).isEqualTo(expected);
    }

    @org.junit.jupiter.api.Test
    void nothingMeansAll() {
        assertThat(CommandName.meant()).isEqualTo(Arrays.asList(CommandName.values()));
    }
}
