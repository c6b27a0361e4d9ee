package dev.intercepts.connector.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A text at the bottom of a terminal that is replaced by the next one; what stood above it stays, and nothing scrolls. */
final class Redrawn {

    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private int height;

    Redrawn(PrintStream out) {
        this.out = out;
    }

    /** Prints it over what was printed last. */
    void show(String text, TerminalSize size) {
        List<String> lines = fitting(text, size);
        StringBuilder frame = new StringBuilder();
        if (height > 0) {
            frame.append('\r').append(UP.formatted(height));
        }
        lines.forEach(line -> frame.append(line).append(CLEAR_TO_END_OF_LINE).append('\n'));
        height = lines.size();
        // One write: a frame in two halves flickers.
        out.print(frame.append(CLEAR_BELOW));
        out.flush();
    }

    /** As much of it as a screen holds above the cursor's own line, and how much more there is. */
    static List<String> fitting(String text, TerminalSize size) {
        List<String> lines = text.lines().toList();
        int room = Math.max(1, size.rows() - 1);
        if (lines.size() <= room) {
            return lines.stream().map(line -> cut(line, size.columns())).toList();
        }
        List<String> shown = new ArrayList<>();
        lines.stream().limit(room - 1L).map(line -> cut(line, size.columns())).forEach(shown::add);
        shown.add(cut("… and %d more".formatted(lines.size() - room + 1), size.columns()));
        return shown;
    }

    private static String cut(String line, int columns) {
        if (line.codePointCount(0, line.length()) <= columns) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, Math.max(0, columns - 1))) + "…";
    }
}
