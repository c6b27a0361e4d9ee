package dev.intercepts.agent;

import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.route.RouteTable;
import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.tunnel.Authenticator.Verdict;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.Peer;
import dev.intercepts.tunnel.StreamRequest;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A Traffic Manager as far as an agent sees one: the API for agents, and a tunnel whose streams all end at one laptop. */
public final class FakeManager implements Closeable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ServerSocket api;
    private final Thread accepting;
    private final EventLoops loops = EventLoops.create(1, "fake-manager");
    private final List<Socket> streams = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> hellos = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> applied = new LinkedBlockingQueue<>();
    private final BlockingQueue<StreamRequest> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Hello> tunnels = new LinkedBlockingQueue<>();
    private final TunnelListener tunnel;
    private volatile @Nullable String table;
    private volatile int answer = 200;
    private long revision;

    /**
     * Listens on free ports.
     *
     * @param laptopPort where every stream ends, on loopback
     */
    public FakeManager(int laptopPort) throws IOException {
        this(0, 0, laptopPort);
    }

    /** Listens on these ports. */
    public FakeManager(int apiPort, int tunnelPort, int laptopPort) throws IOException {
        api = new ServerSocket();
        api.setReuseAddress(true);
        api.bind(new InetSocketAddress("127.0.0.1", apiPort));
        accepting = Thread.ofVirtual().start(this::accept);
        loops.group().scheduleAtFixedRate(this::beat, 5, 5, TimeUnit.SECONDS);
        tunnel = TunnelListener.bind(
                new TunnelListener.Config("127.0.0.1", tunnelPort, null, TunnelSettings.DEFAULT, loops),
                hello -> {
                    tunnels.add(hello);
                    return CompletableFuture.completedFuture(new Verdict.Accepted(new Peer("agent", Map.of())));
                },
                up -> {},
                stream -> {
                    opened.add(stream.request());
                    Streams.dial(stream, "127.0.0.1", laptopPort, Hop.LAPTOP.token());
                });
    }

    public int apiPort() {
        return api.getLocalPort();
    }

    public int tunnelPort() {
        return tunnel.address().getPort();
    }

    /** Sends a table to all agents, and to those that come. */
    public void routes(Route... routes) throws IOException {
        line(JSON.writeValueAsString(new RouteTable(++revision, List.of(routes))));
    }

    /** Sends a line to all agents, and to those that come. */
    public void line(String line) throws IOException {
        table = line;
        for (Socket stream : streams) {
            chunk(stream, line + "\n");
        }
    }

    private void beat() {
        for (Socket stream : streams) {
            try {
                chunk(stream, "\n");
            } catch (IOException e) {
                streams.remove(stream);
            }
        }
    }

    /** What requests for routes are answered with from now on. */
    public void answer(int status) {
        answer = status;
    }

    /** Cuts all streams of routes. */
    public void cut() throws IOException {
        for (Socket stream : streams) {
            stream.close();
        }
        streams.clear();
    }

    public String nextHello() throws InterruptedException {
        return next(hellos);
    }

    public String nextApplied() throws InterruptedException {
        return next(applied);
    }

    public StreamRequest nextOpened() throws InterruptedException {
        return next(opened);
    }

    /** Whether an agent has dialled a tunnel that nobody asked for yet. */
    public boolean anotherTunnel() {
        return !tunnels.isEmpty();
    }

    public Hello nextTunnel() throws InterruptedException {
        return next(tunnels);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(15, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within 15 s");
        }
        return next;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = api.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    return;
                }
                head.append((char) c);
            }
            String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
            int at = lower.indexOf("content-length: ") + 16;
            byte[] body = in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at))));
            String json = new String(body, StandardCharsets.UTF_8);
            if (head.toString().startsWith("POST /v1/agents/routes ")) {
                hellos.add(json);
                routesAnswer(socket);
            } else {
                applied.add(json);
                write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
                socket.close();
            }
        } catch (IOException e) {
            // the agent went first
        }
    }

    private void routesAnswer(Socket socket) throws IOException {
        if (answer != 200) {
            write(socket, "HTTP/1.1 " + answer + " No\r\nContent-Length: 0\r\n\r\n");
            socket.close();
            return;
        }
        write(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        streams.add(socket);
        if (table != null) {
            chunk(socket, table + "\n");
        }
    }

    private static void chunk(Socket socket, String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        write(socket, Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        api.close();
        try {
            // The port stays open until whoever accepts has noticed.
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cut();
        tunnel.close();
        loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
