package dev.intercepts.connector.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {

    @Test
    void eventsEndAtAnEmptyLine() {
        List<String> seen = new ArrayList<>();
        List<String> lines = List.of(
                ": hello",
                "",
                "event: intercept",
                "data: {\"a\":",
                "data:1}",
                "id: 7",
                "",
                "data: plain",
                "",
                "event: cut-off",
                "data: never ended");

        ServerSentEvents.parse(lines.iterator(), (name, data) -> seen.add(name + "=" + data));

        assertThat(seen).containsExactly("intercept={\"a\":\n1}", "message=plain");
    }
}
