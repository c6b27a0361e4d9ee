package dev.intercepts.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts programs in a work folder of their own, and ends all of them. */
final class Programs implements AutoCloseable {

    /** How long a program may take to serve. */
    static final Duration START = Duration.ofSeconds(20);

    private final Path workDir;
    private final Deque<Process> running = new ArrayDeque<>();

    Programs(Path workDir) {
        this.workDir = workDir;
    }

    Path workDir() {
        return workDir;
    }

    /** A file in the work folder with the text. */
    Path file(String name, String text) throws IOException {
        return Files.writeString(workDir.resolve(name), text);
    }

    /** Starts a program whose output goes to a log beside its files, and leaves it running. */
    ProcessHandle start(String name, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(workDir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(workDir.resolve(name + ".log").toFile())
                .start();
        running.push(process);
        return process.toHandle();
    }

    /** Runs a program to its end and returns what it printed. */
    String run(List<String> command, Duration limit) throws IOException, InterruptedException {
        Path output = Files.createTempFile(workDir, "run", ".out");
        Process process = new ProcessBuilder(command)
                .directory(workDir.toFile())
                .redirectError(workDir.resolve("run.err").toFile())
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command.getFirst() + " did not end within " + limit);
        }
        String printed = Files.readString(output);
        Files.delete(output);
        return printed;
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something listens on the port. */
    static void awaitPort(int port, Duration limit) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("nothing listens on port " + port + " after " + limit, e);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Starts a server, waits for its control port, starts its client and waits for the port that it opens there. */
    List<ProcessHandle> startPair(String name, List<String> server, int control, List<String> client, int port)
            throws IOException, InterruptedException {
        ProcessHandle serving = start(name + "-s", server);
        awaitPort(control, START);
        ProcessHandle dialling = start(name + "-c", client);
        awaitPort(port, START);
        return List.of(serving, dialling);
    }

    /** Waits until the contender answers 200. */
    void awaitAnswer(Contender contender) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(START);
        String status = "";
        while (!status.equals("200")) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(contender.name() + " answers " + status + " after " + START);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            status = curl(contender, "/small", "%{http_code}", START);
        }
    }

    /**
     * Asks a contender for a path, throws the body away and returns what the format says of the transfer.
     *
     * @param format of {@code curl --write-out}
     */
    String curl(Contender contender, String path, String format, Duration limit)
            throws IOException, InterruptedException {
        return run(
                List.of(
                        "curl",
                        "-s",
                        "--noproxy",
                        "*",
                        "-o",
                        "/dev/null",
                        "-H",
                        "Host: " + contender.host(),
                        "-w",
                        format,
                        contender.url() + path),
                limit);
    }

    @Override
    public void close() {
        running.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
        running.forEach(process -> process.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    process.destroyForcibly();
                    return process;
                })
                .join());
    }
}
