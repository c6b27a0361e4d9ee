package dev.intercepts.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ways a tunnel's bytes may have to take. */
@ExtendWith(NoLeaks.class)
class CarriersTest {

    @Test
    void tlsWithThePrivateAlpnName() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext server =
                SslContextBuilder.forServer(certificate.toKeyManagerFactory()).build();
        SslContext client = SslContextBuilder.forClient()
                .trustManager(certificate.toTrustManagerFactory())
                .build();
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener listener = TunnelListener.bind(
                new TunnelListener.Config("127.0.0.1", 0, server, TunnelSettings.DEFAULT),
                hello -> CompletableFuture.completedStage(new Authenticator.Verdict.Accepted(new Peer("p", Map.of()))),
                accepted::add,
                TunnelPair.DIAL);
        TunnelDialer dialer = dial("https://localhost:" + listener.address().getPort(), client, null);
        try (TcpTarget echo = TcpTarget.echo()) {
            assertCarries(accepted, echo);
            BlockingChannel stream = BlockingChannel.open(accepted, echo.authority());
            SslHandler tls = stream.channel().parent().pipeline().get(SslHandler.class);
            assertThat(tls.engine().getApplicationProtocol()).isEqualTo("intercepts-tunnel/1");
            stream.channel().close();
        } finally {
            dialer.close();
            listener.close();
        }
    }

    @Test
    void anUntrustedCertificateIsNamedAsTheReason() throws Exception {
        X509Bundle certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        TunnelListener listener = TunnelListener.bind(
                new TunnelListener.Config(
                        "127.0.0.1",
                        0,
                        SslContextBuilder.forServer(certificate.toKeyManagerFactory())
                                .build(),
                        TunnelSettings.DEFAULT),
                hello -> CompletableFuture.completedStage(new Authenticator.Verdict.Accepted(new Peer("p", Map.of()))),
                tunnel -> {},
                TunnelPair.DIAL);
        TunnelDialer dialer = dial("https://localhost:" + listener.address().getPort(), null, null);
        try {
            await().until(() -> dialer.state() instanceof TunnelDialer.State.Connecting(String reason)
                    && reason != null
                    && reason.contains("unable to find valid certification path"));
        } finally {
            dialer.close();
            listener.close();
        }
    }

    @Test
    void aProxyThatAllowsOnlyWebSockets() throws IOException {
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener listener = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        List<String> upgrades = new CopyOnWriteArrayList<>();
        try (TcpTarget proxy = new TcpTarget(client -> {
                    String head = head(client.getInputStream());
                    String upgrade = head.lines()
                            .filter(line -> line.startsWith("upgrade: "))
                            .findFirst()
                            .orElse("none");
                    upgrades.add(upgrade);
                    if (upgrade.equals("upgrade: websocket")) {
                        passOn(client, listener.address().getPort(), head);
                    } else {
                        client.getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".getBytes(US_ASCII));
                    }
                });
                TcpTarget echo = TcpTarget.echo()) {
            TunnelDialer dialer = dial("http://" + proxy.authority(), null, null);
            assertCarries(accepted, echo);
            assertThat(upgrades).containsExactly("upgrade: intercepts-tunnel", "upgrade: websocket");
            dialer.close();
            await().until(accepted::isEmpty);
        } finally {
            listener.close();
        }
    }

    @Test
    void anHttpProxyIsAskedToConnect() throws IOException {
        TunnelGroup accepted = new TunnelGroup("session");
        TunnelListener listener = TunnelPair.listen(0, TunnelSettings.DEFAULT, accepted, TunnelPair.DIAL);
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TcpTarget proxy = new TcpTarget(client -> {
                    String head = head(client.getInputStream());
                    asked.addAll(head.lines()
                            .filter(line -> line.startsWith("CONNECT ") || line.startsWith("proxy-authorization"))
                            .toList());
                    client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                    passOn(client, listener.address().getPort(), "");
                });
                TcpTarget echo = TcpTarget.echo()) {
            TunnelDialer dialer =
                    dial("http://cloud.invalid:8443", null, URI.create("http://user:pass@" + proxy.authority()));
            assertCarries(accepted, echo);
            assertThat(asked)
                    .containsExactly("CONNECT cloud.invalid:8443 HTTP/1.1", "proxy-authorization: Basic dXNlcjpwYXNz");
            dialer.close();
            await().until(accepted::isEmpty);
        } finally {
            listener.close();
        }
    }

    private static TunnelDialer dial(String uri, @Nullable SslContext tls, @Nullable URI proxy) {
        return TunnelDialer.start(
                new TunnelDialer.Config(URI.create(uri), 1, tls, proxy, TunnelSettings.DEFAULT),
                () -> TunnelPair.hello(Direction.ACCEPT),
                TunnelPair.DIAL,
                state -> {});
    }

    private static void assertCarries(TunnelGroup accepted, TcpTarget echo) throws IOException {
        await().until(() -> !accepted.isEmpty());
        byte[] bytes = new byte[3 * 1024 * 1024];
        new Random(1).nextBytes(bytes);
        BlockingChannel stream = BlockingChannel.open(accepted, echo.authority());
        Thread.ofVirtual().start(() -> {
            stream.write(bytes);
            stream.shutdownOutput();
        });
        assertThat(Arrays.equals(stream.readAll(), bytes)).isTrue();
    }

    /** The request up to its empty line, names in lower case as the dialler sends them. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("ended in the head");
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static void passOn(Socket client, int port, String first) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            server.getOutputStream().write(first.getBytes(UTF_8));
            Thread.ofVirtual().start(() -> {
                try {
                    server.getInputStream().transferTo(client.getOutputStream());
                } catch (IOException e) {
                    // Either end is gone.
                }
            });
            client.getInputStream().transferTo(server.getOutputStream());
        }
    }
}
