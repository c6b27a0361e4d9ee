package dev.intercepts.cloud.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An application that answers with exactly the bytes that a test gives it, and remembers the heads it was sent. */
final class RawApplication implements AutoCloseable {

    /** Answers one request on an open connection. */
    interface Script {
        /** @return whether the connection goes on */
        boolean answer(String head, InputStream in, Socket socket) throws IOException, InterruptedException;
    }

    final List<String> heads = new CopyOnWriteArrayList<>();
    final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private volatile Script script = text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

    RawApplication() throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    }

    /** Listens on a socket of the test's making. */
    RawApplication(ServerSocket server) {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void answer(Script next) {
        script = next;
    }

    void answer(String bytes) {
        script = text(bytes);
    }

    static Script text(String bytes) {
        return (head, in, socket) -> {
            send(socket, bytes);
            return true;
        };
    }

    static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    String lastHead() {
        return heads.getLast();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = head(in);
            while (head != null) {
                heads.add(head);
                if (!script.answer(head, in, socket)) {
                    return;
                }
                head = head(in);
            }
        } catch (IOException e) {
            // The other side went away, as tests have it do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static @Nullable String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
