package dev.intercepts.playground.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A child process that is started again whenever it ends by itself, as a service manager does. */
final class Supervised implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final ProcessBuilder builder;
    private Process process;
    private boolean closed;

    private Supervised(String name, ProcessBuilder builder, Process first) {
        this.name = name;
        this.builder = builder;
        this.process = first;
    }

    /**
     * Starts it.
     *
     * @param name for the log
     * @param command program and arguments
     * @param environment variables beside this process's own
     * @param log where its output goes, appended
     */
    static Supervised start(
            String name, List<String> command, Map<String, String> environment, Path directory, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Supervised supervised = new Supervised(name, builder, process);
            supervised.restartAfter(process);
            return supervised;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** The process that runs now, or ran last. */
    synchronized ProcessHandle process() {
        return process.toHandle();
    }

    /** Ends it for good, with its descendants. */
    @Override
    public void close() {
        ProcessHandle last;
        synchronized (this) {
            closed = true;
            last = process.toHandle();
        }
        Running.of(last).end(PATIENCE);
    }

    private void restartAfter(Process process) {
        process.onExit()
                .thenAcceptAsync(
                        ended -> restart(process),
                        CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void restart(Process ended) {
        if (closed) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("process", name)
                .addKeyValue("exit", ended.exitValue())
                .log("Ended; starting it again");
        try {
            process = builder.start();
            restartAfter(process);
        } catch (IOException e) {
            LOG.atError().addKeyValue("process", name).setCause(e).log("Cannot start it again");
        }
    }
}
