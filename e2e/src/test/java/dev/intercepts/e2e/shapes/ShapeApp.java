package dev.intercepts.e2e.shapes;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The app in the pods of the shapes: HTTP/1.1 and, for a prober, gRPC's health service on the same ports. It needs nothing but
 * {@code java.base}, so that any image with a Java run-time can run its class files out of a ConfigMap. It counts what comes, so
 * that {@code GET /seen} tells whether the kubelet's probes have reached it.
 *
 * <p>Arguments: ports to listen on; {@code FROM>TO} forwards the connections of a port to another one of the pod, as a proxy.
 */
public final class ShapeApp {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, Integer> SEEN = new ConcurrentSkipListMap<>();

    private ShapeApp() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
        for (String arg : args) {
            String[] ports = arg.split(">");
            ServerSocket server = new ServerSocket(Integer.parseInt(ports[0]), 256);
            Thread.ofPlatform().start(() -> {
                while (true) {
                    try {
                        Socket client = server.accept();
                        client.setTcpNoDelay(true);
                        Thread.ofVirtual().start(() -> serve(client, ports));
                    } catch (IOException e) {
                        System.err.println("accept: " + e);
                    }
                }
            });
        }
    }

    private static void serve(Socket client, String[] ports) {
        try (client) {
            if (ports.length > 1) {
                forward(client, Integer.parseInt(ports[1]));
            } else {
                answer(client, ports[0]);
            }
        } catch (IOException e) {
            // Whoever asked has gone.
            count("broken");
        }
    }

    private static void answer(Socket client, String port) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        String line = line(in);
        if (line == null) {
            count("tcp " + port);
        } else if (line.equals("PRI * HTTP/2.0")) {
            in.readNBytes(PREFACE.length - line.length() - 2);
            http2(in, out, port);
        }
        while (line != null && !line.startsWith("PRI")) {
            String path = line.split(" ", -1)[1];
            count(path + " " + port);
            for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
                // Nothing in them matters here.
            }
            String body = path.equals("/seen")
                    ? String.valueOf(SEEN)
                    : "from the cluster: " + System.getenv("NAME") + " " + port + "\n";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            line = line(in);
        }
    }

    /** A line without its end; {@code null} at the end of all. */
    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read == '\n') {
                return line.toString(StandardCharsets.US_ASCII).strip();
            }
            line.write(read);
        }
        return null;
    }

    /** Each request that has ended is answered as gRPC's health check: SERVING. */
    private static void http2(DataInputStream in, OutputStream out, String port) throws IOException {
        frame(out, 4, 0, 0, new byte[0]);
        while (true) {
            int length = in.read() << 16 | in.read() << 8 | in.read();
            if (length < 0) {
                return;
            }
            int type = in.read();
            int flags = in.read();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == 4 && (flags & 1) == 0) {
                frame(out, 4, 1, 0, new byte[0]);
            } else if (type == 6 && (flags & 1) == 0) {
                frame(out, 6, 1, 0, payload);
            } else if (type <= 1 && (flags & 1) == 1) {
                count("grpc " + port);
                frame(out, 1, 4, stream, head());
                frame(out, 0, 0, stream, new byte[] {0, 0, 0, 0, 2, 8, 1});
                frame(out, 1, 5, stream, trailers());
            }
        }
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int shift = 16; shift >= 0; shift -= 8) {
            frame.write(payload.length >> shift);
        }
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.write(payload);
        out.write(frame.toByteArray());
        out.flush();
    }

    /** RFC 7541: {@code :status 200} (static table), and a content type that is not indexed. */
    private static byte[] head() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x88);
        field(block, "content-type", "application/grpc");
        return block.toByteArray();
    }

    private static byte[] trailers() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, "grpc-status", "0");
        return block.toByteArray();
    }

    private static void field(ByteArrayOutputStream block, String name, String value) throws IOException {
        block.write(0);
        block.write(name.length());
        block.write(name.getBytes(StandardCharsets.US_ASCII));
        block.write(value.length());
        block.write(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void forward(Socket client, int port) throws IOException {
        count("proxied");
        try (Socket app = new Socket(System.getenv("POD_IP"), port)) {
            Thread.ofVirtual().start(() -> copy(app, client));
            client.getInputStream().transferTo(app.getOutputStream());
            app.shutdownOutput();
            copy(app, client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            count("broken");
        }
    }

    private static void count(String what) {
        SEEN.merge(what, 1, Integer::sum);
    }
}
