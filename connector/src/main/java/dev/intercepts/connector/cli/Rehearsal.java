package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the usual commands against a stand-in for the daemon, so that the JVM learns which classes a start needs and writes them
 * into an ahead-of-time cache (JEP 514). Run by {@code bin/telepresence} once after a build.
 */
public final class Rehearsal {

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("telepresence");
        Path socket = directory.resolve("daemon.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().start(() -> answerAll(server));
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            Terminal terminal = new Terminal(
                    nowhere,
                    nowhere,
                    new BufferedReader(new StringReader("")),
                    Terminal.Abilities.of("12", null, "xterm"));
            for (String line : List.of("status", "status --output json", "leave", "intercept --help", "list -A")) {
                String[] command = (line + " --config " + directory).split(" ");
                Telepresence.run(command, terminal, System.getenv());
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(directory);
        }
    }

    private static void answerAll(ServerSocketChannel server) {
        Views.Status status = new Views.Status(
                true,
                null,
                "default",
                "https://203.0.113.7",
                new Views.Proxy(true, "socks5h://127.0.0.1:1080", "http://127.0.0.1:1080", null, null),
                List.of(new Views.StatusLine("hello", "default", "my-laptop", "ACTIVE", "", null)),
                List.of(),
                null,
                new Views.Routes("connected", "connected"),
                List.of(),
                null);
        String lines = Json.write(Event.progress("…")) + "\n" + Json.write(Event.result(status)) + "\n";
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                if (channel.read(ByteBuffer.allocate(4096)) > 0) {
                    channel.write(StandardCharsets.UTF_8.encode(lines));
                }
            } catch (IOException e) {
                // The rehearsal is over.
                return;
            }
        }
    }
}
