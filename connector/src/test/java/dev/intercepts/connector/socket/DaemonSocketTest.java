package dev.intercepts.connector.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Done;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonSocketTest {

    @TempDir
    Path directory;

    private Path path() {
        return directory.resolve("daemon.sock");
    }

    @Test
    void progressThenTheResult() throws Exception {
        List<String> progress = new ArrayList<>();
        try (DaemonSocket socket = DaemonSocket.listen(path(), (request, events) -> {
            events.accept(Event.progress("one"));
            events.accept(Event.progress("two"));
            return new Done(((Request.Leave) request).name());
        })) {
            Done done = new DaemonClient(path())
                    .ask(new Request.Leave("ü\n"), Done.class, event -> progress.add(event.progress()));

            assertThat(done).isEqualTo(new Done("ü\n"));
            assertThat(progress).containsExactly("one", "two");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-------");
            assertThat(socket.openRequests()).isLessThanOrEqualTo(1);
        }
        assertThat(path()).doesNotExist();
    }

    @Test
    void failuresComeAcrossAndBugsDoNotEndTheDaemon() throws Exception {
        try (DaemonSocket socket = DaemonSocket.listen(path(), (request, events) -> {
            if (request instanceof Request.Whoami) {
                throw new IllegalStateException("a bug");
            }
            throw Failure.notConnected("code", "message", "hint");
        })) {
            DaemonClient client = new DaemonClient(path());

            assertThatThrownBy(() -> client.ask(new Request.Status(), Done.class, event -> {}))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure()).isEqualTo(new Failure("code", "message", "hint", 3)));
            assertThatThrownBy(() -> client.ask(new Request.Whoami(), Done.class, event -> {}))
                    .hasMessageContaining("a bug");
            assertThat(client.daemonRuns()).isTrue();
            assertThat(socket.openRequests()).isNotNegative();
        }
    }

    @Test
    void aCommandThatGoesAwayInterruptsItsWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        try (DaemonSocket socket = DaemonSocket.listen(path(), (request, events) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return new Done("");
            } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
            }
        })) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
                channel.write(StandardCharsets.UTF_8.encode(new Request.Status().toLine() + "\n"));
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(socket.openRequests()).isNotNegative();
        }
    }

    @Test
    void nonsenseIsAnswered() throws Exception {
        try (DaemonSocket socket = DaemonSocket.listen(path(), (request, events) -> new Done(""));
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            channel.write(StandardCharsets.UTF_8.encode("GET / HTTP/1.1\r\n"));
            ByteBuffer answer = ByteBuffer.allocate(1024);
            channel.read(answer);

            assertThat(StandardCharsets.UTF_8.decode(answer.flip()).toString()).contains("\"code\":\"bad-request\"");
            assertThat(socket.openRequests()).isNotNegative();
        }
    }

    @Test
    void aDeadDaemonsSocketIsReplaced() throws Exception {
        Files.writeString(path(), "left over");

        try (DaemonSocket socket = DaemonSocket.listen(path(), (request, events) -> new Done("new"))) {
            assertThat(new DaemonClient(path()).ask(new Request.Status(), Done.class, event -> {}))
                    .isEqualTo(new Done("new"));
            assertThat(socket.openRequests()).isNotNegative();
        }
    }
}
