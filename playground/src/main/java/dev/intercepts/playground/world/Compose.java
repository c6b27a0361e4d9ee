package dev.intercepts.playground.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Docker's compose, as a plug-in of the client or as a program of its own.
 *
 * @param program words that begin each command
 * @param file what is composed
 * @param project name that its containers, networks and volumes begin with
 */
record Compose(List<String> program, Path file, String project) {

    private static final int LIMIT_SECONDS = 60;

    /** @throws IllegalStateException where there is none */
    static Compose found(Path file, String project) {
        for (List<String> program : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            if (works(program)) {
                return new Compose(program, file, project);
            }
        }
        throw new IllegalStateException("neither `docker compose` nor `docker-compose` is there (install one of them)");
    }

    List<String> command(String... words) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("--project-name", project, "--file", file.toString()));
        command.addAll(List.of(words));
        return command;
    }

    /**
     * Runs one to its end; what it prints goes to the log.
     *
     * @throws IOException if it does not end well within a minute
     */
    void run(Path log, Map<String, String> environment, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command(words)) + " did not end within " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command(words)) + " exited with " + process.exitValue() + " (see " + log + ")");
        }
    }

    private static boolean works(List<String> program) {
        List<String> command = new ArrayList<>(program);
        command.add("version");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
