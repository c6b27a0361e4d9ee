package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.settings.HostedSettings;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/** The edge as the hosted service runs it, by its settings. */
class EdgeServerTest {

    @TempDir
    private Path dir;

    private EdgeServer server(@Nullable String bundle, DefaultSslBundleRegistry bundles) {
        return new EdgeServer(
                new EdgeSettings("127.0.0.1", 0, false, 10, 10, 10, bundle),
                new HostedSettings(
                        URI.create("https://cloud.example"),
                        dir,
                        null,
                        java.util.List.of(),
                        EdgeFixture.DOMAIN,
                        "https://*",
                        URI.create("https://tunnel.example")),
                label -> Optional.empty(),
                new EdgeFixture.Handoff(),
                (organization, cluster, session) -> null,
                RequestSink.NONE,
                new StaticListableBeanFactory().getBeanProvider(SpanSink.class),
                bundles);
    }

    private SslBundle bundle(String name) throws Exception {
        return SslBundle.of(SslStoreBundle.of(TestKeys.store(dir, name), TestKeys.PASSWORD, null));
    }

    /** Asks by TLS, and returns whose certificate was shown. */
    private static String shown(EdgeServer server) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
        try (RawClient client = new RawClient(socket)) {
            assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void showsTheCertificateOfItsBundleAndFollowsIt() throws Exception {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("previews", bundle("first"));
        EdgeServer server = server("previews", bundles);
        server.start();
        try {
            assertThat(shown(server)).isEqualTo("CN=first");
            bundles.updateBundle("previews", bundle("second"));
            assertThat(shown(server)).isEqualTo("CN=second");
        } finally {
            server.destroy();
        }
    }

    @Test
    void speaksInTheClearWithoutABundle() throws Exception {
        EdgeServer server = server(null, new DefaultSslBundleRegistry());
        server.start();
        try (RawClient client = new RawClient(server.address().getPort())) {
            assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
        } finally {
            server.destroy();
        }
    }

    @Test
    void saysWhichBundleIsMissing() {
        assertThatThrownBy(() -> server("previews", new DefaultSslBundleRegistry()))
                .isInstanceOf(NoSuchSslBundleException.class)
                .hasMessageContaining("previews");
    }
}
