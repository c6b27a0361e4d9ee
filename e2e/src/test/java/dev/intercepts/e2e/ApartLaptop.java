package dev.intercepts.e2e;

import dev.intercepts.playground.tour.Telepresence;
import dev.intercepts.playground.world.Checkout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A laptop in a network namespace of its own. Of the cluster it reaches the API server alone, by a socket in the file system; its
 * default route and its name server lead nowhere.
 */
final class ApartLaptop implements AutoCloseable {

    private static final String SET_UP = """
            set -e
            ip link set lo up
            ip link add home0 type veth peer name router0
            ip addr add 192.0.2.10/24 dev home0
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
    private final ServerSocketChannel apiServer;
    private final Telepresence telepresence;

    /**
     * Makes one.
     *
     * @param directory for its files; short, since sockets lie in it
     * @param kubeconfig whose current context is the cluster
     * @param server the API server's address
     */
    ApartLaptop(Path directory, Path kubeconfig, URI server) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 192.0.2.1\n");
        Files.writeString(directory.resolve("nsswitch.conf"), "hosts: files dns\n");
        this.holder =
                started(List.of("unshare", "--net", "--mount", "/bin/sh", "-c", SET_UP, directory.toString()), "ready");
        Path socket = directory.resolve("api");
        this.apiServer = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> Relay.accept(apiServer, () -> Relay.tcp(server.getHost(), server.getPort())));
        int port = relayInside(socket);
        String there = Files.readString(kubeconfig);
        Path inside = Files.writeString(
                directory.resolve("kubeconfig"),
                there.replace(server.toString().replaceAll("/$", ""), "https://127.0.0.1:" + port));
        this.telepresence = new Telepresence(command(inside), directory.resolve("config"));
    }

    /** Why there can be none here, or nothing. */
    static String obstacle() {
        for (String program : List.of("unshare", "nsenter", "ip", "nft", "curl", "getent")) {
            if (Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                    .noneMatch(place -> Files.isExecutable(Path.of(place, program)))) {
                return program + " is not installed";
            }
        }
        return ProcessHandle.current().info().user().filter("root"::equals).isPresent() ? "" : "needs root";
    }

    Telepresence telepresence() {
        return telepresence;
    }

    /** Runs a program there and returns its exit status and what it wrote. */
    String run(String... command) {
        List<String> whole = new ArrayList<>(inside());
        whole.addAll(List.of(command));
        try {
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no end: " + said;
            }
            return process.exitValue() + " " + said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private List<String> inside() {
        return List.of("nsenter", "--target", String.valueOf(holder.pid()), "--net", "--mount", "--");
    }

    private Path command(Path kubeconfig) throws IOException {
        String script = "#!/bin/sh\nKUBECONFIG=%s exec %s %s \"$@\"\n"
                .formatted(
                        kubeconfig, String.join(" ", inside()), Checkout.here().script("telepresence"));
        return Files.setPosixFilePermissions(
                Files.writeString(directory.resolve("telepresence"), script),
                PosixFilePermissions.fromString("rwx------"));
    }

    private int relayInside(Path socket) throws IOException {
        List<String> command = new ArrayList<>(inside());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Relay.class.getName(),
                socket.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("relay.log").toFile())
                .start();
        processes.add(process);
        return Integer.parseInt(firstLine(process));
    }

    private Process started(List<String> command, String says) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        String line = firstLine(process);
        if (!says.equals(line)) {
            process.destroyForcibly();
            throw new IOException("no namespace: " + line);
        }
        return process;
    }

    private static String firstLine(Process process) throws IOException {
        return String.valueOf(
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine());
    }

    @Override
    public void close() throws IOException {
        telepresence.run("quit");
        processes.forEach(Process::destroyForcibly);
        apiServer.close();
    }
}
