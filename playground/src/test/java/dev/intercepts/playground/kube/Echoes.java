package dev.intercepts.playground.kube;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Much that is sent to {@link TestEcho} and comes back. */
final class Echoes {

    private static final int LARGE = 24 << 20;

    /** Nothing for this long is a stall; slow is not. */
    private static final int STALLED_SECONDS = 30;

    private Echoes() {}

    /** Whether what is read while writing is what is written. */
    static boolean unchanged(Socket socket, boolean halfClose) throws Exception {
        byte[] sent = new byte[LARGE];
        new Random(42).nextBytes(sent);
        ByteArrayOutputStream read = new ByteArrayOutputStream(LARGE);
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> {
                    try {
                        InputStream in = socket.getInputStream();
                        byte[] buffer = new byte[64 << 10];
                        int count;
                        while ((halfClose || read.size() < LARGE) && (count = in.read(buffer)) >= 0) {
                            read.write(buffer, 0, count);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
        CompletableFuture<Void> written = CompletableFuture.runAsync(
                () -> {
                    try {
                        socket.getOutputStream().write(sent);
                        if (halfClose) {
                            socket.shutdownOutput();
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
        for (int before = -1; !end.isDone(); ) {
            try {
                end.get(STALLED_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (read.size() == before) {
                    throw new AssertionError("stalled: " + (written.isDone() ? "all" : "not all") + " of " + LARGE
                            + " bytes were taken, " + before + " came back; sockets with something in their queues:\n"
                            + waiting());
                }
                before = read.size();
            }
        }
        end.get();
        return Arrays.equals(sent, read.toByteArray());
    }

    /** Where bytes wait on this machine, as Linux tells: addresses, state, what is to be sent and what to be read. */
    private static String waiting() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path sockets : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
            if (Files.exists(sockets)) {
                Files.readAllLines(sockets).stream()
                        .filter(line -> !line.contains(" 00000000:00000000 "))
                        .forEach(line -> lines.append(line).append('\n'));
            }
        }
        return lines.toString();
    }
}
