package dev.intercepts.playground.tour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    /** Runs a command to its end. */
    public Result run(String... words) {
        return run(List.of(words), line -> {});
    }

    /** Runs {@code login}, and does in a browser what the printed address asks for. */
    public Result login(Consumer<String> browser) {
        CompletableFuture<Void> browsing = new CompletableFuture<>();
        Result result = run(List.of("login"), line -> {
            Matcher address = ADDRESS.matcher(line);
            if (address.find() && !browsing.isDone()) {
                String url = address.group();
                CompletableFuture.runAsync(() -> browser.accept(url)).whenComplete((done, failure) -> {
                    if (failure == null) {
                        browsing.complete(null);
                    } else {
                        browsing.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
                    }
                });
            }
        });
        if (!browsing.isDone()) {
            throw new Unseen("`telepresence login` printed no address: " + (result.err() + result.out()).strip());
        }
        browsing.join();
        return result;
    }

    private Result run(List<String> words, Consumer<String> errorLines) {
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
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> readLines(process, errorLines));
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new Unseen("`" + shown + "` did not end within " + PATIENCE.toSeconds() + " s: " + err.join());
            }
            return new Result(shown, process.exitValue(), out.join(), err.join());
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

    private static String readLines(Process process, Consumer<String> lines) {
        StringBuilder all = new StringBuilder();
        process.errorReader(StandardCharsets.UTF_8).lines().forEach(line -> {
            all.append(line).append('\n');
            lines.accept(line);
        });
        return all.toString();
    }
}
