package dev.intercepts.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A network namespace of a test's own that looks like a laptop at home: {@code 192.0.2.10/24} with a default route. */
public final class LaptopNamespace implements AutoCloseable {

    private static final String SET_UP = """
            set -e
            ip link set lo up
            ip link add home0 type veth peer name router0
            ip addr add 192.0.2.10/24 dev home0
            for address in "$@"; do ip addr add "$address" dev home0; done
            ip link set home0 up
            ip link set router0 up
            ip route add default via 192.0.2.1 dev home0
            mount --make-rprivate /
            mount --bind "$0/resolv.conf" "$(readlink -f /etc/resolv.conf)"
            mount --bind "$0/nsswitch.conf" /etc/nsswitch.conf
            echo ready
            exec sleep 3600
            """;

    private final List<Process> processes = new ArrayList<>();
    private final Path directory;
    private final Process holder;

    /**
     * Makes one.
     *
     * @param directory for its files
     * @param resolver what its {@code resolv.conf} says
     * @param addresses that it has too, with the length of their prefix
     */
    public LaptopNamespace(Path directory, String resolver, String... addresses) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("resolv.conf"), resolver);
        Files.writeString(directory.resolve("nsswitch.conf"), "hosts: files dns\n");
        List<String> command =
                new ArrayList<>(List.of("unshare", "--net", "--mount", "/bin/sh", "-c", SET_UP, directory.toString()));
        command.addAll(List.of(addresses));
        this.holder = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(holder);
        String line = reader(holder).readLine();
        if (!"ready".equals(line)) {
            close();
            throw new IOException("no namespace: " + line);
        }
    }

    /** Why there can be none here, or nothing. */
    public static String obstacle() {
        for (String program : List.of("unshare", "nsenter", "ip", "nft", "curl", "getent")) {
            if (Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                    .noneMatch(place -> Files.isExecutable(Path.of(place, program)))) {
                return program + " is not installed";
            }
        }
        try {
            Process trial = new ProcessBuilder(
                            "unshare", "--net", "--mount", "/bin/sh", "-c", "PATH=$PATH:/usr/sbin nft list tables")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return trial.waitFor() == 0 ? "" : "no right to make a network namespace: " + said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Starts a program of the tests in it, and waits for its first line. */
    public Started start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** As {@link #start(Class, String...)}, by way of another program. */
    public Started start(List<String> by, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(inside(by.toArray(String[]::new)));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Path log = directory.resolve(main.getSimpleName() + ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        processes.add(process);
        BufferedReader out = reader(process);
        String line = out.readLine();
        if (line == null) {
            throw new IOException(main.getSimpleName() + " ended: " + Files.readString(log));
        }
        return new Started(process, out, line);
    }

    /** A process of the tests in it, what it writes, and the first line of that. */
    public record Started(Process process, BufferedReader out, String firstLine) {

        /** Says a line and returns the answer. */
        public String ask(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            return String.valueOf(out.readLine());
        }
    }

    /** Runs a program in it and returns its exit status and what it wrote. */
    public String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(inside(command)).redirectErrorStream(true).start();
        processes.add(process);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "no end: " + said;
        }
        return process.exitValue() + " " + said;
    }

    /** All rules of it; empty where there are none. */
    public String rules() throws IOException, InterruptedException {
        return run("nft", "list", "ruleset").substring(2);
    }

    /** A command that runs another in it. */
    public List<String> inside(String... command) {
        List<String> whole =
                new ArrayList<>(List.of("nsenter", "--target", String.valueOf(holder.pid()), "--net", "--mount", "--"));
        whole.addAll(List.of(command));
        return whole;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
