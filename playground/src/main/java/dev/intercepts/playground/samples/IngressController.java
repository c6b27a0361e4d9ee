package dev.intercepts.playground.samples;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.Security;

/**
 * A reverse proxy that routes by host name: the playground's ingress controller, on container port 8080. It reads the head
 * of a request and passes the rest on as bytes, so that streams and WebSockets work; each connection carries one request.
 */
public final class IngressController implements AutoCloseable {

    private static final Logger LOG = System.getLogger(IngressController.class.getName());
    private static final int CONNECT_MILLIS = 700;
    private static final int ATTEMPTS = 4;
    private static final int LONGEST_HEAD = 64 * 1024;

    private final ServerSocket server;
    private final IngressRoutes routes;

    private IngressController(ServerSocket server, IngressRoutes routes) {
        this.server = server;
        this.routes = routes;
    }

    /** Runs it as the process of a container; {@code ROUTES} says what goes where ({@link IngressRoutes#parse}). */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Pod pod = Pod.here();
        // While a name is looked up again, what it was before is used (seconds; the JDK's default is never).
        Security.setProperty("networkaddress.cache.stale.ttl", "600");
        IngressRoutes routes = IngressRoutes.parse(pod.variable("ROUTES", ""));
        start(new InetSocketAddress(pod.variable("POD_IP", "0.0.0.0"), 8080), routes);
        Pod.forever();
    }

    /** Starts to listen; port 0 takes a free one. */
    static IngressController start(InetSocketAddress address, IngressRoutes routes) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address);
        IngressController controller = new IngressController(server, routes);
        Thread.ofVirtual().start(controller::accept);
        return controller;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                // Of the platform: looking a name up holds the carrier of a virtual thread, and there are as few of
                // those
                // as processors, so that one answer of DNS that is lost (5 s) would hold up every visitor.
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(Level.WARNING, "cannot accept", e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream requests = new BufferedInputStream(client.getInputStream());
            MessageHead head = MessageHead.read(requests, LONGEST_HEAD);
            if (head.isEmpty()) {
                return;
            }
            var route = routes.forHost(head.host());
            if (head.path().equals("/healthz") && route.isEmpty()) {
                answer(client, "200 OK", "ok\n");
            } else if (route.isEmpty()) {
                answer(client, "404 Not Found", "No ingress rule for host " + head.host() + "\n");
            } else {
                forward(client, requests, head, route.get());
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "connection ended early", e);
        }
    }

    private static void forward(Socket client, InputStream requests, MessageHead head, IngressRoutes.Backend backend)
            throws IOException {
        Socket connected;
        try {
            connected = connect(backend);
        } catch (IOException e) {
            answer(client, "503 Service Unavailable", "Service " + backend + " does not answer\n");
            return;
        }
        try (Socket upstream = connected) {
            upstream.setTcpNoDelay(true);
            String peer = client.getInetAddress().getHostAddress();
            upstream.getOutputStream().write(head.forBackend(peer).getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().start(() -> pump(requests, upstream));
            answer(client, new BufferedInputStream(upstream.getInputStream()));
        }
    }

    /**
     * Connects, and once more where nothing answers: for about a second after a pod has gone its Service may still lead there, and the
     * next attempt may be led to another.
     */
    private static Socket connect(IngressRoutes.Backend backend) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Socket socket = new Socket();
            try {
                socket.connect(
                        new InetSocketAddress(InetAddress.getByName(backend.host()), backend.port()), CONNECT_MILLIS);
                return socket;
            } catch (SocketTimeoutException | NoRouteToHostException e) {
                socket.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    /** Passes the answer on. A client that kept the connection would send its next request here, whatever its host. */
    private static void answer(Socket client, InputStream answers) throws IOException {
        MessageHead head;
        do {
            head = MessageHead.read(answers, LONGEST_HEAD);
            if (head.isEmpty()) {
                return;
            }
            client.getOutputStream().write(head.forClient().getBytes(StandardCharsets.ISO_8859_1));
        } while (head.interim());
        pump(answers, client);
    }

    /** Copies until the end, then says so to the other side. */
    private static void pump(InputStream from, Socket to) {
        try {
            from.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            LOG.log(Level.TRACE, "one direction ended", e);
        }
    }

    private static void answer(Socket client, String status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().write(body);
        client.shutdownOutput();
    }
}
