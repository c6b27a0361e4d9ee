package dev.intercepts.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs programs to their end. */
final class Commands {

    private Commands() {}

    static void run(List<String> command) throws IOException {
        run(command, Map.of());
    }

    /**
     * Runs one.
     *
     * @param environment in addition to this process's
     * @throws IOException with all that it printed if it does not exit with 0
     */
    static void run(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " exited with " + process.exitValue() + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
