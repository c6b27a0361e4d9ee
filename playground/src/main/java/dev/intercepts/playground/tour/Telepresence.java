package dev.intercepts.playground.tour;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real {@code bin/telepresence}, as a process, without a terminal.
 *
 * @param script the command
 * @param configDir of this laptop
 */
public record Telepresence(Path script, Path configDir) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** The common pool has a single thread on a machine with two processors, and what is run here blocks. */
    private static final Executor ON_THREADS = task -> Thread.ofVirtual().start(task);

    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

    /**
     * What a command left.
     *
     * @param exit status
     * @param out standard output
     * @param err standard error
     */
    public record Result(String command, int exit, String out, String err) {

        /** Standard output of a command that must have worked. */
        public String ok() {
            if (exit != 0) {
                throw new Unseen("`" + command + "` ended with " + exit + ": " + (err + out).strip());
            }
            return out;
        }

        /** Both outputs of a command that must have failed. */
        public String failed() {
            if (exit == 0) {
                throw new Unseen("`" + command + "` worked (expected: a refusal): " + out.strip());
            }
            return err + out;
        }
    }

    /** What a command printed behind a name, as in {@code     Preview URL     : http://…}. */
    public static String field(String printed, String name) {
        Matcher matcher =
                Pattern.compile("(?m)^    " + Pattern.quote(name) + " *: (.*)$").matcher(printed);
        if (!matcher.find()) {
            throw new Unseen("no “" + name + "” in “" + printed.strip() + "”");
        }
        return matcher.group(1);
    }

    /** Runs a command to its end. */
    public Result run(String... words) {
        return run(List.of(words), (process, line) -> {});
    }

    /** Runs {@code login}, and does in a browser what the printed address asks for. */
    public Result login(Consumer<String> browser) {
        CompletableFuture<String> address = new CompletableFuture<>();
        CompletableFuture<Void> browsed = address.thenAcceptAsync(browser, ON_THREADS);
        Result result = run(List.of("login"), (process, line) -> {
            Matcher found = ADDRESS.matcher(line);
            if (found.find() && address.complete(found.group())) {
                browsed.exceptionally(failure -> {
                    process.destroy();
                    return null;
                });
            }
        });
        if (!address.isDone()) {
            throw new Unseen("`telepresence login` printed no address: " + (result.err() + result.out()).strip());
        }
        try {
            browsed.join();
        } catch (CompletionException e) {
            throw new Unseen("the browser did not get through: " + (e.getCause() == null ? e : e.getCause()));
        }
        return result;
    }

    private Result run(List<String> words, BiConsumer<Process, String> errorLines) {
        List<String> command = new ArrayList<>(List.of(script.toString(), "--config", configDir.toString()));
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
        // The tour's own browser opens addresses, the settings in the configuration directory name the cluster, and
        // whoever started the playground has built everything.
        builder.environment().put("BROWSER", "true");
        builder.environment().put("INTERCEPTS_NO_BUILD", "1");
        builder.environment().remove("KUBECONFIG");
        String shown = "telepresence " + String.join(" ", words);
        try {
            Process process = builder.start();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process), ON_THREADS);
            StringBuffer said = new StringBuffer();
            CompletableFuture<Void> err = CompletableFuture.runAsync(
                    () -> readLines(process, (ended, line) -> {
                        said.append(line).append('\n');
                        errorLines.accept(ended, line);
                    }),
                    ON_THREADS);
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new Unseen("`" + shown + "` did not end within " + PATIENCE.toSeconds() + " s: " + said);
            }
            err.join();
            return new Result(shown, process.exitValue(), out.join(), said.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unseen("interrupted while `" + shown + "` ran");
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readLines(Process process, BiConsumer<Process, String> lines) {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(process, line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
