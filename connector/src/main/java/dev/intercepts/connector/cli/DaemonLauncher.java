package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.files.ConfigDirectory;
import dev.intercepts.connector.socket.DaemonClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the daemon as a process of its own that outlives the command and its terminal. */
final class DaemonLauncher {

    /** Class path of the daemon where it is another than the command's own. */
    static final String CLASS_PATH_PROPERTY = "telepresence.daemon.classpath";

    /** Further options for the daemon's JVM, separated by blanks. */
    static final String OPTIONS_PROPERTY = "telepresence.daemon.options";

    /** File for the daemon's classes, ready to be mapped; none where it is not set. */
    static final String ARCHIVE_PROPERTY = "telepresence.daemon.archive";

    // It runs all day beside what a developer really works with (decision 95).
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xms16m",
            "-Xmn4m",
            "-Xmx96m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=15",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:MaxDirectMemorySize=64m",
            "-Xss512k",
            // What the compiler needed while everything started is given back.
            "-XX:TrimNativeHeapInterval=30000",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");

    private static final long START_LIMIT_MILLIS = 30_000;
    private static final long LOOK_MILLIS = 25;

    // A signal that is ignored stays so over exec, and the JVM then leaves it alone: Ctrl-C in the terminal that
    // started the daemon, or closing it, must not end it. The shell stays as its parent: a daemon that was killed or
    // ran out of memory is started again and goes on with its intercepts, without a command; one that ended or was
    // asked to is not.
    private static final String DETACH = """
            trap '' INT HUP QUIT TSTP
            trap 'kill -TERM "$daemon" 2>/dev/null' TERM
            while :; do
              "$@" & daemon=$!
              wait "$daemon"; status=$?
              case $status in 3|13[4-9]) sleep 1 ;; *) exit "$status" ;; esac
            done""";

    private final ConfigDirectory directory;

    DaemonLauncher(ConfigDirectory directory) {
        this.directory = directory;
    }

    /** Starts it and waits until it answers. */
    void start(Terminal terminal) throws IOException {
        if (!directory.socketFits()) {
            throw Failure.usage(
                    "config-path-too-long",
                    "--config: " + directory.path() + " is too long for a Unix socket's path",
                    "choose a directory with a path of fewer than 90 characters");
        }
        terminal.progress("Starting the daemon");
        Path path = directory.path();
        if (Files.notExists(path)) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        ProcessBuilder builder = new ProcessBuilder(command());
        // glibc otherwise keeps a heap of its own for each processor.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        Process process = builder.directory(path.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(directory.startLog().toFile())
                .redirectErrorStream(true)
                .start();
        awaitAnswer(process);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dio.netty.noUnsafe=false",
                "-Dio.netty.leakDetection.level=disabled",
                "-Dio.netty.jfr.enabled=false",
                // Tunnels, port-forwards and local programs: nothing is handed from thread to thread (decision 241).
                "-Dintercepts.eventLoops=1",
                "-Dtelepresence.log=" + directory.log()));
        String archive = System.getProperty(ARCHIVE_PROPERTY, "");
        if (!archive.isEmpty()) {
            // Made when the first daemon of a build ends; one that does not fit is not used.
            command.addAll(
                    List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off"));
        }
        String options = System.getProperty(OPTIONS_PROPERTY, "").strip();
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split("\\s+")));
        }
        command.add("-cp");
        command.add(System.getProperty(CLASS_PATH_PROPERTY, System.getProperty("java.class.path")));
        command.add("dev.intercepts.connector.daemon.DaemonMain");
        command.add(directory.path().toString());
        return command;
    }

    private void awaitAnswer(Process process) throws IOException {
        DaemonClient client = new DaemonClient(directory.socket());
        long end = System.nanoTime() + START_LIMIT_MILLIS * 1_000_000;
        try {
            while (System.nanoTime() < end) {
                if (client.daemonRuns()) {
                    return;
                }
                // Another command may have started one at the same time; then ours ends by itself and its answers.
                if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (process.exitValue() != 0) {
                        throw didNotStart("it ended with " + process.exitValue() + ": " + lastWords());
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw didNotStart("interrupted");
        }
        throw didNotStart("no answer within " + START_LIMIT_MILLIS / 1000 + " s");
    }

    private RuntimeException didNotStart(String why) {
        return Failure.failed(
                "daemon-start",
                "the daemon did not start: " + why,
                "see " + directory.log() + " and " + directory.startLog());
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(directory.startLog());
        return lines.isEmpty() ? "without a word" : lines.getLast();
    }
}
