package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeIngressTlsTest {

    @TempDir
    private Path dir;

    /** A certificate of its own making, as ingress controllers have it. */
    private SSLServerSocket tlsSocket() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(TestKeys.create(dir).getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @Test
    void speaksTlsToTheIngressAndNamesItsHost() throws Exception {
        List<SNIServerName> names = new CopyOnWriteArrayList<>();
        try (EdgeFixture fixture = EdgeFixture.start();
                RawApplication ingress = new RawApplication(tlsSocket());
                RawClient client = fixture.client()) {
            ingress.answer((head, in, socket) -> {
                names.addAll(((ExtendedSSLSession) ((SSLSocket) socket).getSession()).getRequestedServerNames());
                RawApplication.send(socket, "HTTP/1.1 200 OK\r\n\r\nsecret");
                return false;
            });
            fixture.add("tls", Access.PUBLIC, new Ingress("127.0.0.1", ingress.port(), true, "shop.example"));
            assertThat(client.get("tls", "/", "").text()).isEqualTo("secret");
            assertThat(ingress.lastHead()).contains("Host: shop.example\r\n");
            assertThat(names).hasToString("[type=host_name (0), value=shop.example]");

            ingress.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertThat(client.get("tls", "/", "").text()).isEqualTo("ok");
            assertThat(client.get("tls", "/", "").text()).isEqualTo("ok");
            assertThat(ingress.connections).hasSize(2);

            fixture.add(
                    "plain", Access.PUBLIC, new Ingress("127.0.0.1", fixture.application.port(), true, "shop.example"));
            assertThat(client.get("plain", "/", "").status()).isEqualTo(502);
        }
    }
}
