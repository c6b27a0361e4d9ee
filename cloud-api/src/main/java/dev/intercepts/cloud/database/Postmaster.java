package dev.intercepts.cloud.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server that is running on a data directory, as its {@code postmaster.pid} tells. */
record Postmaster(ProcessHandle process, int port) {

    private static final Duration FAST = Duration.ofSeconds(10);
    private static final Duration IMMEDIATE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    static Optional<Postmaster> of(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 4) {
            return Optional.empty();
        }
        int port = Integer.parseInt(lines.get(3).strip());
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.endsWith("postgres"))
                        .orElse(false))
                .map(process -> new Postmaster(process, port));
    }

    /**
     * Ends it as {@code pg_ctl stop -m fast} does: SIGINT breaks all connections off, where SIGTERM, which is all that Java
     * sends, would wait until the last one is closed. What has not ended by that within 10 s gets SIGQUIT, after which the
     * next start recovers from the log.
     */
    void stop() throws IOException {
        if (!ended("INT", FAST) && !ended("QUIT", IMMEDIATE)) {
            LOG.atWarn()
                    .addKeyValue("pid", process.pid())
                    .log("The embedded PostgreSQL does not end; end it by its pid");
        }
    }

    private boolean ended(String signal, Duration limit) throws IOException {
        // pg_ctl itself refuses to be run by root. The shell's own kill is there where no program of that name is.
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException("cannot wait for the end of process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
