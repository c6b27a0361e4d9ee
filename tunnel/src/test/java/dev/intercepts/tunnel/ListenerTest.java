package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stranger with a plain socket sees. */
@ExtendWith(NoLeaks.class)
class ListenerTest {

    private static final String UPGRADE = """
            GET /tunnel HTTP/1.1\r
            Host: here\r
            Connection: Upgrade\r
            Upgrade: intercepts-tunnel\r
            Authorization: Bearer %s\r
            Intercepts-Tunnel-Version: %s\r
            Intercepts-Kind: session\r
            Intercepts-Direction: accept\r
            Intercepts-Client-Version: 0.1.0\r
            \r
            """;

    private final TunnelGroup accepted = new TunnelGroup("session");
    private final TunnelListener listener = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
    private final TunnelListener impatient =
            TunnelPair.listen(0, Settings.handshakeTimeout(Duration.ofMillis(500)), accepted, TunnelPair.DIAL);

    @AfterEach
    void close() {
        listener.close();
        impatient.close();
    }

    @Test
    void anUnknownTokenIsRefusedInWords() throws IOException {
        assertThat(talk(UPGRADE.formatted("wrong", "1.0")))
                .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                .contains("content-type: text/plain; charset=utf-8\r\n")
                .endsWith("\r\n\r\nThis token is not known.\n");
    }

    @Test
    void anUnknownMajorVersionIsRefusedInWords() throws IOException {
        assertThat(talk(UPGRADE.formatted(TunnelPair.TOKEN, "2.0")))
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("\r\n\r\nTunnel version '2.0' is not spoken here");
    }

    @Test
    void aBrowserIsToldWhatThisPortIsFor() throws IOException {
        assertThat(talk("GET /tunnel HTTP/1.1\r\nHost: here\r\n\r\n"))
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("upgrade: intercepts-tunnel\r\n")
                .endsWith("This port takes tunnels only: upgrade to intercepts-tunnel.\n");
    }

    @Test
    void aFailingAuthenticatorRefusesWith500() throws IOException {
        TunnelListener failing = TunnelListener.bind(
                new TunnelListener.Config("127.0.0.1", 0, null, TunnelSettings.DEFAULT),
                hello -> CompletableFuture.failedStage(new IllegalStateException("database away")),
                accepted::add,
                TunnelPair.DIAL);
        try {
            assertThat(talk(failing.address().getPort(), UPGRADE.formatted(TunnelPair.TOKEN, "1.0")))
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("database");
        } finally {
            failing.close();
        }
    }

    @Test
    void whoSaysNothingIsCutOff() throws IOException {
        assertThat(talk(impatient.address().getPort(), "")).isEmpty();
    }

    @Test
    void whoIsLetInAndSaysNothingMoreIsCutOff() throws IOException {
        assertThat(talk(impatient.address().getPort(), UPGRADE.formatted(TunnelPair.TOKEN, "1.0")))
                .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                .contains("upgrade: intercepts-tunnel\r\n");
        assertThat(accepted.isEmpty()).isTrue();
    }

    @Test
    void aTakenPortIsNamed() {
        int port = listener.address().getPort();
        assertThatThrownBy(() -> TunnelPair.listen(port, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + port);
    }

    private String talk(String request) throws IOException {
        return talk(listener.address().getPort(), request);
    }

    /** Sends a request and returns all that comes until the other side closes. */
    private static String talk(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
