package dev.intercepts.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A network between dialler and listener that a test can cut, or let go silent as a sleeping laptop does. */
final class Wire implements AutoCloseable {

    /** One connection through the wire. */
    static final class Line {
        private final Socket near;
        private final Socket far;

        private Line(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        /** Breaks it as a killed process does. */
        void cut() {
            reset(near);
            reset(far);
        }

        private void end() {
            try (near;
                    far) {
                // What is on its way still arrives.
            } catch (IOException e) {
                // It is closed already.
            }
        }

        private static void reset(Socket socket) {
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is closed already.
            }
        }
    }

    private final ServerSocket server;
    private final int target;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean silent;

    Wire(int targetPort) {
        target = targetPort;
        try {
            server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    List<Line> lines() {
        return lines;
    }

    /** Connections so far. */
    long accepted() {
        return accepted.get();
    }

    /** From now on nothing arrives any more, and nothing closes. */
    void fallSilent() {
        silent = true;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                accepted.incrementAndGet();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Line line = new Line(near, far);
                lines.add(line);
                Thread.ofVirtual().start(() -> pump(line, near, far));
                Thread.ofVirtual().start(() -> pump(line, far, near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pump(Line line, Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!silent) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // Either end is gone, and so is the line.
        }
        // In silence one end's farewell does not arrive either: the other finds out by itself.
        if (!silent) {
            line.end();
            lines.remove(line);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.forEach(Line::cut);
    }
}
