package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Views.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a command of the user's in the intercepted container's environment. */
final class CommandInEnvironment {

    private final Terminal terminal;

    CommandInEnvironment(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs it on the terminal's streams until it ends. A Ctrl-C reaches it as well; it decides.
     *
     * @param atEnd done once, however it ends, by a signal to us as well
     * @return its exit status
     */
    int run(List<String> command, Environment environment, Runnable atEnd) throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable once = () -> {
            if (ended.compareAndSet(false, true)) {
                atEnd.run();
            }
        };
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        giveLocaleBack(builder.environment());
        builder.environment().putAll(environment.variables());
        builder.environment().putAll(environment.proxy());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            once.run();
            throw Failure.failed(
                    "command-start", command.getFirst() + " could not be started: " + e.getMessage(), "check its name");
        }
        Thread hook = new Thread(() -> {
            process.destroy();
            awaitQuietly(process);
            once.run();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        int status = process.waitFor();
        once.run();
        if (status != 0) {
            terminal.note(command.getFirst() + " ended with " + status);
        }
        return status;
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
            process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
