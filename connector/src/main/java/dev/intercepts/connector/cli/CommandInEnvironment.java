package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Views.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a command of the user's in the intercepted container's environment. */
final class CommandInEnvironment {

    private final Terminal terminal;

    CommandInEnvironment(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs it on the terminal's streams until it ends. A Ctrl-C reaches the command as well, which decides what it means; a signal
     * that ends us ends it, too.
     *
     * @param environment asked for first
     * @param atEnd done once, however it ends: by a signal to us as well, and where the command does not even start
     * @return its exit status
     */
    int run(List<String> command, Supplier<Environment> environment, Runnable atEnd) throws InterruptedException {
        Once end = new Once(atEnd);
        AtomicReference<@Nullable Process> started = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Process process = started.get();
            if (process != null) {
                process.destroy();
                awaitQuietly(process);
            }
            try {
                end.run();
            } catch (FailureException e) {
                terminal.error(e.failure().message(), e.failure().hint());
            }
        }));
        int status;
        try {
            Process process = start(command, environment.get());
            started.set(process);
            status = Interrupts.leftTo(process);
        } finally {
            end.run();
        }
        if (status != 0) {
            terminal.note(command.getFirst() + " ended with " + status);
        }
        return status;
    }

    private static Process start(List<String> command, Environment environment) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        giveLocaleBack(builder.environment());
        builder.environment().putAll(environment.variables());
        builder.environment().putAll(environment.proxy());
        try {
            return builder.start();
        } catch (IOException e) {
            throw Failure.failed(
                    "command-start", command.getFirst() + " could not be started: " + e.getMessage(), "check its name");
        }
    }

    /** Whoever comes second waits until it is done: the JVM ends with the first of its two ways out. */
    private static final class Once {

        private final Runnable action;
        private boolean begun;

        Once(Runnable action) {
            this.action = action;
        }

        synchronized void run() {
            if (!begun) {
                begun = true;
                action.run();
            }
        }
    }

    /** As it was before {@code bin/telepresence} chose one for this process. */
    static void giveLocaleBack(Map<String, String> variables) {
        String before = variables.remove("TELEPRESENCE_LC_ALL");
        if (before != null) {
            if (before.isEmpty()) {
                variables.remove("LC_ALL");
            } else {
                variables.put("LC_ALL", before);
            }
        }
    }

    private static void awaitQuietly(Process process) {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
