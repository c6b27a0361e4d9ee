package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.edge.EdgeConfig.Times;
import dev.intercepts.cloud.edge.EdgeConfig.VisitorLimits;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.testing.NoLeaks;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS that the edge ends itself: ALPN, and the host that a connection belongs to. */
@ExtendWith(NoLeaks.class)
class EdgeTlsTest {

    @TempDir
    private static Path dir;

    private static EdgeFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new EdgeFixture(Times.DEFAULT, VisitorLimits.DEFAULT, 4, EdgeTls.context(TestKeys.create(dir)));
        fixture.add("other", Access.PUBLIC);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static SSLSocket connect(String host, String... protocols) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), fixture.address().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        if (!host.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Test
    void speaksHttp2ToWhoeverOffersIt() throws Exception {
        SSLSocket socket = connect("open.preview.localhost", "h2", "http/1.1");
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        try (RawHttp2 client = new RawHttp2(socket)) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.answer(client.get("open", "/")).text()).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "none"})
    void speaksHttp1ToTheRest(String offered) throws Exception {
        for (int i = 0; i < 5; i++) {
            try (RawClient client = new RawClient(connect(
                    "open.preview.localhost", offered.equals("none") ? new String[0] : new String[] {offered}))) {
                assertThat(client.get("open", "/", "").text()).isEqualTo("hello");
                assertThat(client.get("open", "/", "Connection: close\r\n").text())
                        .isEqualTo("hello");
                assertThat(client.in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void servesNoPreviewOnTheConnectionOfAnother() throws Exception {
        fixture.application.heads.clear();
        try (RawHttp2 client = new RawHttp2(connect("open.preview.localhost", "h2"))) {
            RawHttp2.Answer misdirected = client.answer(client.get("other", "/", "accept=text/html"));
            assertThat(misdirected.status()).isEqualTo(421);
            assertThat(misdirected.text()).contains("Wrong connection");
            assertThat(fixture.application.heads).isEmpty();
            assertThat(client.answer(client.get("open", "/")).text()).isEqualTo("hello");
        }
        try (RawClient client = new RawClient(connect("Other.Preview.localhost", "http/1.1"))) {
            assertThat(client.get("open", "/", "").status()).isEqualTo(421);
            assertThat(client.get("other", "/", "").text()).isEqualTo("hello");
        }
        try (RawHttp2 client = new RawHttp2(connect("", "h2"))) {
            assertThat(client.answer(client.get("other", "/")).text()).isEqualTo("hello");
        }
    }

    @Test
    void leavesWhoeverDoesNotSpeakTls() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n");
            // An alert of TLS at most, never an answer.
            assertThat(new String(client.in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void losesNothingOfWhatCameBeforeTheEnd() throws Exception {
        String last = "last words ".repeat(3_000);
        fixture.application.answer((head, in, socket) -> {
            if (!head.contains("Upgrade: websocket")) {
                RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                return true;
            }
            RawApplication.send(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
            in.read();
            RawApplication.send(socket, last);
            return false;
        });
        for (int i = 0; i < 10; i++) {
            try (RawClient client = new RawClient(connect("open.preview.localhost", "http/1.1"))) {
                client.get("open", "/", "Connection: Upgrade\r\nUpgrade: websocket\r\n");
                client.send("?");
                assertThat(new String(client.in.readAllBytes())).hasSameSizeAs(last);
            }
        }
    }
}
