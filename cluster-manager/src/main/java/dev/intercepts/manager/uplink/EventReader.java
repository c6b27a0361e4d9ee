package dev.intercepts.manager.uplink;

import java.util.Optional;

/** Server-sent events, line by line (HTML Living Standard, 9.2.6). */
final class EventReader {

    private String name = "";
    private final StringBuilder data = new StringBuilder();
    private boolean any;

    /** An event; {@code message} is the name of one without a name. */
    record Event(String name, String data) {}

    /** Takes a line without its end; an empty one may complete an event. */
    Optional<Event> line(String line) {
        if (line.isEmpty()) {
            return complete();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        if (field.equals("event")) {
            name = value;
        } else if (field.equals("data")) {
            data.append(any ? "\n" : "").append(value);
            any = true;
        }
        return Optional.empty();
    }

    private Optional<Event> complete() {
        Optional<Event> event =
                any ? Optional.of(new Event(name.isEmpty() ? "message" : name, data.toString())) : Optional.empty();
        name = "";
        data.setLength(0);
        any = false;
        return event;
    }
}
