package dev.intercepts.connector.socket;

import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Asks the daemon behind a socket. */
public final class DaemonClient {

    private final Path socket;

    public DaemonClient(Path socket) {
        this.socket = socket;
    }

    /** Whether a daemon answers at the socket. */
    public boolean daemonRuns() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sends a request and waits for its end.
     *
     * @param onEvent told of progress, warnings and pages to open
     * @return the result
     * @throws FailureException where the daemon says so
     * @throws IOException where there is no daemon, or it went away
     */
    public <T> T ask(Request request, Class<T> type, Consumer<Event> onEvent) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer line = StandardCharsets.UTF_8.encode(request.toLine() + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            BufferedReader events = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (String text = events.readLine(); text != null; text = events.readLine()) {
                Event event = Json.read(text, Event.class);
                if (event.error() != null) {
                    throw new FailureException(event.error());
                }
                if (event.result() != null) {
                    return Json.convert(event.result(), type);
                }
                onEvent.accept(event);
            }
            throw Failure.failed(
                    "daemon-gone",
                    "the daemon ended before it answered",
                    "run the command again; daemon.log beside " + socket + " says why it ended");
        }
    }
}
