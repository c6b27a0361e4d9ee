package dev.intercepts.tunnel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A blocking TCP server on loopback; each connection has a thread. */
final class TcpTarget implements AutoCloseable {

    /** What is done with a connection, which is closed afterwards. */
    interface Session {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket server;

    TcpTarget(Session session) {
        try {
            server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(session));
    }

    /** Sends back what it gets, up to the end. */
    static TcpTarget echo() {
        return new TcpTarget(socket -> {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
        });
    }

    private void accept(Session session) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(session, socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Session session, Socket socket) {
        try (socket) {
            session.serve(socket);
        } catch (IOException e) {
            // The test looks at its own end.
        }
    }

    String authority() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
