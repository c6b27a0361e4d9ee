package dev.intercepts.connector.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The three streams of the command. Results go to {@code out}; progress, warnings, prompts and errors to {@code err}.
 * Progress is shown on a terminal only, on one line that is cleared at its end.
 *
 * @param asks whether a person can answer questions: standard input and standard error are terminals
 * @param progressShown whether standard error is a terminal
 * @param colour whether standard error may be coloured: a terminal, and no {@code NO_COLOR}
 */
record Terminal(
        PrintStream out, PrintStream err, BufferedReader in, boolean asks, boolean progressShown, boolean colour) {

    private static final String CLEAR_LINE = "\r\u001b[K";

    /** Shows what is going on, in place of what was shown before. */
    void progress(String text) {
        if (progressShown) {
            err.print(CLEAR_LINE + text + " …");
            err.flush();
        }
    }

    /** Takes the progress line away. */
    void progressDone() {
        if (progressShown) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    /** Prints a line that a script may ignore. */
    void note(String text) {
        progressDone();
        err.println(text);
        err.flush();
    }

    /** Prints the two lines of an error. */
    void error(String message, String hint) {
        progressDone();
        err.println(coloured("31", "telepresence: ") + message);
        if (!hint.isEmpty()) {
            err.println("  " + hint);
        }
        err.flush();
    }

    /** Prints a warning. */
    void warning(String text) {
        progressDone();
        err.println(coloured("33", "Warning: ") + text);
        err.flush();
    }

    /**
     * Asks one question.
     *
     * @return what was typed, blanks at either end removed; {@code null} at the end of input
     */
    @Nullable
    String ask(String prompt) {
        progressDone();
        err.print(prompt);
        err.flush();
        try {
            String answer = in.readLine();
            return answer == null ? null : answer.strip();
        } catch (IOException e) {
            return null;
        }
    }

    private String coloured(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
