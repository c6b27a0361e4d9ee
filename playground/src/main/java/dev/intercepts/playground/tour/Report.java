package dev.intercepts.playground.tour;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/** Prints each step with what was seen, and counts. */
public final class Report {

    private static final int TITLE_WIDTH = 44;

    private final PrintStream out;
    private int passed;
    private int failed;

    public Report(PrintStream out) {
        this.out = out;
    }

    /** Begins a part of the tour. */
    void heading(String text) {
        out.println();
        out.println(text);
    }

    /**
     * Does a step.
     *
     * @param title what is done
     * @param action answers what was seen, or fails
     */
    void step(String title, Callable<String> action) {
        long begin = System.nanoTime();
        String mark;
        String seen;
        try {
            seen = action.call();
            mark = "✓";
            passed++;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            seen = e instanceof Unseen ? String.valueOf(e.getMessage()) : e.toString();
            mark = "✗";
            failed++;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        String padding = " ".repeat(Math.max(1, TITLE_WIDTH - title.length()));
        out.printf("  %s %s%s%s  (%.1f s)%n", mark, title, padding, seen.strip(), seconds);
        out.flush();
    }

    /** The last line. */
    public void end() {
        out.println();
        out.printf("%d passed, %d failed%n", passed, failed);
        out.flush();
    }

    /** Whether every step so far passed. */
    public boolean allPassed() {
        return failed == 0 && passed > 0;
    }
}
