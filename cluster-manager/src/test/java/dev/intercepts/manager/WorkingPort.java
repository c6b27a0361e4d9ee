package dev.intercepts.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Does what a Service does, or a port-forward: takes each new connection to the replica that works at that moment. */
final class WorkingPort implements AutoCloseable {

    private final ServerSocket server;
    private final Supplier<OptionalInt> target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * Listens.
     *
     * @param target the port of the replica that works, while there is one
     */
    WorkingPort(Supplier<OptionalInt> target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> carry(client));
            } catch (IOException e) {
                // The test has ended.
            }
        }
    }

    private void carry(Socket client) {
        OptionalInt port = target.get();
        try (client) {
            if (port.isPresent()) {
                try (Socket manager = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt())) {
                    open.add(manager);
                    Thread back = Thread.ofVirtual().start(() -> copy(manager, client));
                    copy(client, manager);
                    back.join();
                }
            }
        } catch (IOException e) {
            // As if the connection was refused.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One end broke, so both do.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
