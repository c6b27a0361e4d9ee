package dev.intercepts.agent.manager;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits bytes into the lines of {@code application/x-ndjson}; empty lines, which only show life, are left out. */
final class Lines {

    /** A table of routes is some hundred bytes for each route. */
    private static final int LIMIT = 4 * 1024 * 1024;

    private final Consumer<String> onLine;
    private ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(Consumer<String> onLine) {
        this.onLine = onLine;
    }

    /**
     * Takes the bytes.
     *
     * @throws IllegalStateException for a line of more than 4 MiB
     */
    void take(ByteBuf bytes) {
        while (bytes.isReadable()) {
            byte next = bytes.readByte();
            if (next == '\n') {
                String text = line.toString(StandardCharsets.UTF_8).strip();
                line = new ByteArrayOutputStream();
                if (!text.isEmpty()) {
                    onLine.accept(text);
                }
            } else if (line.size() == LIMIT) {
                throw new IllegalStateException("a line of routes is longer than " + LIMIT + " bytes");
            } else {
                line.write(next);
            }
        }
    }
}
