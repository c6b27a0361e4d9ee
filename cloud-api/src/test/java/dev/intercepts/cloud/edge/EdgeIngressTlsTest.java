package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeIngressTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path dir;

    /** A certificate of its own making, as ingress controllers have it. */
    private SSLServerSocket tlsSocket() throws Exception {
        Path store = dir.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "ingress",
                        "-dname",
                        "CN=ingress",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
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
