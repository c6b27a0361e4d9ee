package dev.intercepts.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real terminal with a shell in it, at which a test types and whose screen it reads. */
final class Tmux implements AutoCloseable {

    private static final String PROMPT = "$ ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COLUMNS = 160;
    private static final int ROWS = 60;

    private final Path socket;

    private Tmux(Path socket) {
        this.socket = socket;
    }

    /** Whether there is such a program. */
    static boolean installed() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Path.of(directory, "tmux").toFile().canExecute());
    }

    /**
     * Opens a terminal.
     *
     * @param directory for the terminal's own files; a short path
     * @param environment of the shell, beside the test's own
     */
    static Tmux open(Path directory, Map<String, String> environment) {
        Tmux tmux = new Tmux(directory.resolve("tmux"));
        List<String> command = new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d"));
        command.addAll(List.of("-x", Integer.toString(COLUMNS), "-y", Integer.toString(ROWS)));
        command.addAll(List.of("-e", "PS1=" + PROMPT, "bash", "--norc", "--noprofile"));
        // The server that this starts has the environment of the first client.
        tmux.tmux(command, environment);
        tmux.awaitScreen(screen -> screen.equals(List.of(PROMPT.strip())));
        return tmux;
    }

    /** Types a command and Enter, and does not wait. */
    void type(String line) {
        if (!line.isEmpty()) {
            tmux(List.of("send-keys", "-l", line));
        }
        press("Enter");
    }

    /** Presses a key, as tmux calls it: {@code Enter}, {@code C-c}. */
    void press(String key) {
        tmux(List.of("send-keys", key));
    }

    /** Ends what runs, and waits for the prompt after it: the shell drops what was typed before. */
    void interrupt() {
        List<String> before = screen();
        press("C-c");
        awaitScreen(screen ->
                !screen.isEmpty() && !screen.equals(before) && screen.getLast().equals(PROMPT.strip()));
    }

    /** Runs a command to its end on a screen that was empty; what it printed. */
    List<String> run(String line) {
        clear();
        type(line);
        return printed();
    }

    /** An empty screen with a prompt. */
    void clear() {
        type("clear");
        awaitScreen(screen -> screen.equals(List.of(PROMPT.strip())));
        tmux(List.of("clear-history"));
    }

    /** Waits for the shell's next prompt; the lines between the command and it. */
    List<String> printed() {
        List<String> screen =
                awaitScreen(lines -> lines.size() > 1 && lines.getLast().equals(PROMPT.strip()));
        return screen.subList(1, screen.size() - 1);
    }

    /** Waits for a screen that shows what is waited for. */
    List<String> awaitScreen(Predicate<List<String>> expected) {
        return await("the screen").atMost(PATIENCE).until(this::screen, expected);
    }

    /** What can be seen, without blanks at the lines' ends and without empty lines at the end; a wrapped line is one. */
    List<String> screen() {
        List<String> lines = new ArrayList<>(tmux(List.of("capture-pane", "-p", "-J"))
                .lines()
                .map(String::stripTrailing)
                .toList());
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    @Override
    public void close() {
        tmux(List.of("kill-server"));
    }

    private String tmux(List<String> words) {
        return tmux(words, Map.of());
    }

    private String tmux(List<String> words, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(words);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
