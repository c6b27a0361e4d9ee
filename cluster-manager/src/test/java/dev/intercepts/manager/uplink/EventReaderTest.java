package dev.intercepts.manager.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.uplink.EventReader.Event;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventReaderTest {

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of("event: orders\ndata: {}\n\n", List.of(new Event("orders", "{}"))),
                Arguments.of("event:orders\ndata:{}\n\n", List.of(new Event("orders", "{}"))),
                Arguments.of("data: a\ndata: b\n\n", List.of(new Event("message", "a\nb"))),
                Arguments.of("data\n\n", List.of(new Event("message", ""))),
                Arguments.of(": comment\n\nid: 7\nretry: 1\n\n", List.of()),
                Arguments.of("event: orders\n\ndata: x\n\n", List.of(new Event("message", "x"))),
                Arguments.of("data: half\n", List.of()));
    }

    @ParameterizedTest
    @MethodSource
    void streams(String text, List<Event> events) {
        EventReader reader = new EventReader();

        assertThat(text.lines().map(reader::line).flatMap(Optional::stream).toList())
                .isEqualTo(events);
    }
}
