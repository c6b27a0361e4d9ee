package dev.intercepts.connector.cloud;

import java.util.Iterator;
import java.util.function.BiConsumer;

/** The line format of server-sent events (WHATWG HTML, §9.2.6), as far as event names and data go. */
final class ServerSentEvents {

    private ServerSentEvents() {}

    /** Hands out each event's name and data until the lines end. */
    static void parse(Iterator<String> lines, BiConsumer<String, String> onEvent) {
        String name = "message";
        StringBuilder data = new StringBuilder();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    onEvent.accept(name, data.substring(0, data.length() - 1));
                }
                name = "message";
                data.setLength(0);
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            String trimmed = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> name = trimmed;
                case "data" -> data.append(trimmed).append('\n');
                default -> {
                    // Comments keep the connection alive; ids and retry times do not matter here.
                }
            }
        }
    }
}
