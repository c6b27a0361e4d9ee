package dev.intercepts.e2e;

import dev.intercepts.playground.tour.Telepresence;
import dev.intercepts.playground.world.Checkout;
import dev.intercepts.testing.LaptopNamespace;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A laptop in a network namespace of its own. Of the cluster it reaches the API server alone, by a socket in the file system; its
 * default route and its name server lead nowhere.
 */
final class ApartLaptop implements AutoCloseable {

    private final LaptopNamespace namespace;
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
        this.namespace = new LaptopNamespace(directory, "nameserver 192.0.2.1\n");
        Path socket = directory.resolve("api");
        this.apiServer = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> Relay.accept(apiServer, () -> Relay.tcp(server.getHost(), server.getPort())));
        String port = namespace.start(Relay.class, socket.toString()).firstLine();
        String there = Files.readString(kubeconfig);
        Path inside = Files.writeString(
                directory.resolve("kubeconfig"),
                there.replace(server.toString().replaceAll("/$", ""), "https://127.0.0.1:" + port));
        this.telepresence = new Telepresence(command(directory, inside), directory.resolve("config"));
    }

    Telepresence telepresence() {
        return telepresence;
    }

    /** Runs a program there and returns its exit status and what it wrote. */
    String run(String... command) throws IOException, InterruptedException {
        return namespace.run(command);
    }

    private Path command(Path directory, Path kubeconfig) throws IOException {
        String script = "#!/bin/sh\nKUBECONFIG=%s exec %s %s \"$@\"\n"
                .formatted(
                        kubeconfig,
                        String.join(" ", namespace.inside()),
                        Checkout.here().script("telepresence"));
        return Files.setPosixFilePermissions(
                Files.writeString(directory.resolve("telepresence"), script),
                PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    public void close() throws IOException {
        telepresence.run("quit");
        namespace.close();
        apiServer.close();
    }
}
