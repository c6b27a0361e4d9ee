package dev.intercepts.connector.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How many characters the terminal's window has in height and width. */
record TerminalSize(int rows, int columns) {

    /** What a terminal had when terminals had one size. */
    static final TerminalSize USUAL = new TerminalSize(24, 80);

    /** The size now; the usual one where it cannot be had. */
    static TerminalSize current() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return of(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // No such program, or no terminal of ours.
            return USUAL;
        }
    }

    /** What {@code stty size} says; it says 0 0 where it does not know. */
    static TerminalSize of(String said) {
        String[] numbers = said.strip().split(" ");
        if (numbers.length != 2 || !numbers[0].matches("[1-9]\\d{0,4}") || !numbers[1].matches("[1-9]\\d{0,4}")) {
            return USUAL;
        }
        return new TerminalSize(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }
}
