package dev.intercepts.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Heads of requests whose bodies never come, which no client would send. */
final class RawRequest {

    /** Far more than a service needs that does not wait for the body. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RawRequest() {}

    /**
     * Sends a head and nothing after it.
     *
     * @param head its lines, without {@code Host}
     * @return the status of the answer
     * @throws UncheckedIOException where none comes
     */
    static int answerToHead(RunningService service, String... head) {
        URI uri = URI.create(service.url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String all = String.join("\r\n", head) + "\r\nHost: " + uri.getAuthority() + "\r\n\r\n";
            socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(String.valueOf(answer.readLine()).split(" ", 3)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
