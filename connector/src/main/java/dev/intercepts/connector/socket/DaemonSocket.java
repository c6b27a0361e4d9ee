package dev.intercepts.connector.socket;

import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.json.Json;
import dev.intercepts.connector.json.JsonException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on the socket; each connection is one request on a virtual thread of its own. */
public final class DaemonSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonSocket.class);
    private static final int MAX_REQUEST = 1 << 20;

    private final ServerSocketChannel server;
    private final Path path;
    private final Handler handler;
    private final AtomicInteger open = new AtomicInteger();

    /** Does what is asked. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers a request. Interrupted where the command went away.
         *
         * @param events takes progress, warnings and pages to open
         * @throws FailureException to say why not
         * @throws InterruptedException where nobody waits any longer
         */
        Object answer(Request request, Consumer<Event> events) throws InterruptedException;
    }

    private DaemonSocket(ServerSocketChannel server, Path path, Handler handler) {
        this.server = server;
        this.path = path;
        this.handler = handler;
    }

    /**
     * Binds the socket with mode 0600, in place of one that a dead daemon left.
     *
     * @throws IOException where that cannot be
     */
    public static DaemonSocket listen(Path path, Handler handler) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        DaemonSocket socket = new DaemonSocket(server, path, handler);
        Thread.ofPlatform().name("daemon-socket").daemon(false).start(socket::acceptAll);
        return socket;
    }

    /** Requests that are being answered. */
    public int openRequests() {
        return open.get();
    }

    /** Takes no more requests; those that are open go on. */
    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("socket could not be removed");
        }
    }

    private void acceptAll() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().start(() -> serve(channel));
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.atWarn().setCause(e).log("accept failed");
                }
            }
        }
    }

    private void serve(SocketChannel channel) {
        open.incrementAndGet();
        try (channel) {
            String line = readLine(channel);
            if (line != null) {
                Thread worker = Thread.currentThread();
                AtomicBoolean answered = new AtomicBoolean();
                Thread.ofVirtual().start(() -> interruptWhenGone(channel, worker, answered));
                Event last = answer(line, event -> send(channel, event));
                answered.set(true);
                send(channel, last);
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("command went away");
        } finally {
            open.decrementAndGet();
        }
    }

    private Event answer(String line, Consumer<Event> events) {
        String command = "?";
        try {
            Request request = Request.ofLine(line);
            command = request.command();
            LOG.atInfo().addKeyValue("command", command).log("asked");
            return Event.result(handler.answer(request, events));
        } catch (FailureException e) {
            LOG.atInfo()
                    .addKeyValue("command", command)
                    .addKeyValue("code", e.failure().code())
                    .setCause(e.getCause())
                    .log(e.getMessage());
            return Event.error(e.failure());
        } catch (InterruptedException e) {
            return Event.error(new Failure("interrupted", "interrupted", "", Exit.INTERRUPTED));
        } catch (JsonException e) {
            return Event.error(new Failure(
                    "bad-request", "request: " + e.getMessage(), "send one JSON object a line", Exit.FAILED));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("command", command).setCause(e).log("command failed unexpectedly");
            return Event.error(new Failure(
                    "internal",
                    "%s failed unexpectedly: %s".formatted(command, e),
                    "see daemon.log beside " + path,
                    Exit.FAILED));
        }
    }

    /** The command says nothing after its request, so whatever is read is its end. */
    private static void interruptWhenGone(SocketChannel channel, Thread worker, AtomicBoolean answered) {
        try {
            channel.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            LOG.atTrace().setCause(e).log("command's end of the socket broke");
        }
        if (!answered.get()) {
            worker.interrupt();
        }
    }

    private static void send(SocketChannel channel, Event event) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.write(event) + "\n");
        try {
            synchronized (channel) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("command went away");
        }
    }

    private static @Nullable String readLine(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 * 1024);
        while (channel.read(bytes) >= 0) {
            if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
                return new String(bytes.array(), 0, bytes.position() - 1, StandardCharsets.UTF_8);
            }
            if (!bytes.hasRemaining()) {
                if (bytes.capacity() >= MAX_REQUEST) {
                    throw new IOException("request longer than " + MAX_REQUEST + " bytes");
                }
                bytes = ByteBuffer.allocate(bytes.capacity() * 4).put(bytes.flip());
            }
        }
        return null;
    }
}
