package dev.intercepts.playground;

import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.Running;
import dev.intercepts.playground.world.StateFile;
import dev.intercepts.playground.world.Surroundings;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code up}: starts a playground that outlives the command, and says what to try next. */
final class Up {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Checkout checkout;
    private final StateFile file;
    private final Surroundings surroundings;

    /**
     * A playground.
     *
     * @param surroundings what it is made around, where it is not up already
     */
    Up(Checkout checkout, StateFile file, Surroundings surroundings) {
        this.checkout = checkout;
        this.file = file;
        this.surroundings = surroundings;
    }

    int run() {
        WorldState state = start();
        System.out.print(NextSteps.after(state, file.equals(StateFile.in(checkout)) ? "" : " --state " + file.path()));
        return 0;
    }

    /** Starts it, or finds the one that this state file speaks of. */
    WorldState start() {
        Optional<WorldState> there = file.read().filter(Up::runs);
        if (there.isPresent()) {
            Optional<Path> kubeconfig = surroundings.kubeconfig();
            if (kubeconfig.isPresent()
                    && !kubeconfig.get().toString().equals(there.get().kubeconfig())) {
                throw new IllegalStateException("the playground of " + file.path()
                        + " is up already, on the cluster of " + there.get().kubeconfig()
                        + "; end it with `bin/playground down`, or name another file with --state");
            }
            System.err.println("The playground is up already.");
            return there.get();
        }
        long begin = System.nanoTime();
        Down.clear(file);
        Process process = launch();
        WorldState state = awaitReady(process);
        System.err.printf("Ready in %.0f s.%n", (System.nanoTime() - begin) / 1e9);
        return state;
    }

    static boolean runs(WorldState state) {
        Long pid = state.pids().get("playground");
        Long started = state.started().get("playground");
        return pid != null
                && started != null
                && new Running(pid, started).find().isPresent();
    }

    private Process launch() {
        Path workDir = file.workDir();
        // A signal that is ignored stays so over exec: neither Ctrl-C nor closing the terminal ends the playground.
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "trap '' INT HUP QUIT TSTP; exec \"$@\"",
                "sh",
                checkout.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dintercepts.root=" + checkout.root(),
                "-cp",
                checkout.classPath(),
                Main.class.getName(),
                "world",
                "--state",
                file.path().toString()));
        surroundings.kubeconfig().ifPresent(path -> command.addAll(List.of("--kubeconfig", path.toString())));
        command.addAll(List.of("--hosted", surroundings.hosted().option()));
        try {
            Files.createDirectories(workDir);
            return new ProcessBuilder(command)
                    .directory(workDir.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(workDir.resolve("playground.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the playground", e);
        }
    }

    private WorldState awaitReady(Process process) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        int told = 0;
        try {
            while (System.nanoTime() < end) {
                boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
                told = tell(told);
                Optional<WorldState> state = file.read();
                if (state.isPresent()) {
                    return state.get();
                }
                if (ended) {
                    throw new IllegalStateException("it did not start: " + lastWords());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        new Running(process.pid(), Running.of(process.toHandle()).started()).end(Duration.ofSeconds(20));
        throw new IllegalStateException("it was not ready after " + START_LIMIT.toSeconds() + " s: " + lastWords());
    }

    private int tell(int told) {
        Path progress = WorldProcess.progressOf(file);
        try {
            List<String> lines = Files.exists(progress) ? Files.readAllLines(progress) : List.of();
            lines.stream().skip(told).forEach(line -> System.err.println("  " + line));
            return Math.max(told, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + progress, e);
        }
    }

    private String lastWords() {
        Path log = file.workDir().resolve("playground.log");
        try {
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.isEmpty() ? "without a word" : lines.getLast() + " (all of it: " + log + ")";
        } catch (IOException e) {
            return "without a word";
        }
    }
}
