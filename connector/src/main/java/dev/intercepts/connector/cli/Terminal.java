package dev.intercepts.connector.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The three streams of the command. Results go to standard output; progress, warnings, prompts and errors to standard error.
 * Progress is shown on a terminal only, on one line that is cleared at its end; a Ctrl-C leaves neither half a line nor a prompt
 * before the shell's own.
 */
final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[K";
    /** A line that is too long is cut at the edge: one that went on below could not be cleared. */
    private static final String WITHOUT_WRAPPING = "\u001b[?7l%s\u001b[?7h";

    private final PrintStream out;
    private final PrintStream err;
    private final BufferedReader in;
    private final Abilities abilities;
    private volatile Open open = Open.NOTHING;
    private boolean hooked;

    /** What the line is on which the cursor stands; Ctrl-C is shown behind input. */
    private enum Open {
        NOTHING,
        PROGRESS,
        INPUT
    }

    /**
     * What the streams can do.
     *
     * @param asks whether a person can answer questions: standard input and standard error are terminals
     * @param progressShown whether standard error is a terminal
     * @param colour whether standard error may be coloured: a terminal, and no {@code NO_COLOR}
     * @param redraws whether what was printed to standard output can be printed over: a terminal
     */
    record Abilities(boolean asks, boolean progressShown, boolean colour, boolean redraws) {

        /** Of streams that lead to files and pipes. */
        static final Abilities NONE = new Abilities(false, false, false, false);

        /**
         * Of the streams that are terminals.
         *
         * @param terminals the digits of those among 0, 1 and 2
         * @param noColour {@code NO_COLOR}
         * @param kind {@code TERM}
         */
        static Abilities of(String terminals, @Nullable String noColour, @Nullable String kind) {
            boolean dumb = kind == null || kind.isEmpty() || kind.equals("dumb");
            boolean err = terminals.contains("2");
            return new Abilities(
                    terminals.contains("0") && err,
                    err && !dumb,
                    err && !dumb && (noColour == null || noColour.isEmpty()),
                    terminals.contains("1") && !dumb);
        }
    }

    Terminal(PrintStream out, PrintStream err, BufferedReader in, Abilities abilities) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.abilities = abilities;
    }

    /** Where results go. */
    PrintStream out() {
        return out;
    }

    /** Where all else goes. */
    PrintStream err() {
        return err;
    }

    /** What the streams can do. */
    Abilities abilities() {
        return abilities;
    }

    /** Shows what is going on, in place of what was shown before. */
    void progress(String text) {
        if (abilities.progressShown()) {
            begin(Open.PROGRESS);
            err.print(CLEAR_LINE + WITHOUT_WRAPPING.formatted(text + " …"));
            err.flush();
        }
    }

    /** Takes the progress line away. */
    void progressDone() {
        if (open == Open.PROGRESS) {
            open = Open.NOTHING;
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    /** Says that nothing more is coming until something has changed, or Ctrl-C was pressed. */
    void listening() {
        begin(Open.INPUT);
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
        begin(Open.INPUT);
        err.print(prompt);
        err.flush();
        String answer = readLine();
        if (answer == null) {
            // Nobody has ended the line by typing.
            err.println();
        }
        open = Open.NOTHING;
        return answer == null ? null : answer.strip();
    }

    /** Asks for something that must not be shown while it is typed; reads a line where nobody types. */
    @Nullable
    String secret(String prompt) {
        Console console = abilities.asks() ? System.console() : null;
        if (console == null) {
            String line = readLine();
            return line == null ? null : line.strip();
        }
        progressDone();
        begin(Open.INPUT);
        char[] typed = console.readPassword("%s", prompt);
        open = Open.NOTHING;
        return typed == null ? null : new String(typed).strip();
    }

    private @Nullable String readLine() {
        try {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private void begin(Open what) {
        if (!hooked) {
            hooked = true;
            Runtime.getRuntime().addShutdownHook(new Thread(this::tidy));
        }
        open = what;
    }

    /** What a command that is interrupted leaves: an empty line for the shell's prompt. */
    private void tidy() {
        switch (open) {
            case PROGRESS -> err.print(CLEAR_LINE);
            case INPUT -> err.println();
            case NOTHING -> {
                // Nothing to mend.
            }
        }
        err.flush();
    }

    private String coloured(String code, String text) {
        return abilities.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
