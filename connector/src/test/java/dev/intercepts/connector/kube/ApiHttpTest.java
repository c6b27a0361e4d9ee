package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The API server must be who the kubeconfig says, with native TLS too. */
class ApiHttpTest {

    private static X509Bundle certificate(String... addresses) throws Exception {
        CertificateBuilder builder = new CertificateBuilder().subject("CN=api").setIsCertificateAuthority(true);
        for (String address : addresses) {
            builder = builder.addSanIpAddress(address);
        }
        return builder.buildSelfSigned();
    }

    private static String ask(X509Bundle certificate, @Nullable X509Bundle trusted, boolean trustsAll)
            throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + server.getAddress().getPort() + "/")
                .withCaCertData(
                        trusted == null
                                ? null
                                : Base64.getEncoder()
                                        .encodeToString(
                                                trusted.getCertificatePEM().getBytes(StandardCharsets.US_ASCII)))
                .withTrustCerts(trustsAll)
                .withDisableHostnameVerification(trustsAll)
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new ApiHttp())
                .build()) {
            return client.raw("/anything");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nativeTlsIsThereWhereTheTestsRun() {
        assertThat(OpenSsl.isAvailable()).isTrue();
    }

    @Test
    void whomTheKubeconfigTrustsAnswers() throws Exception {
        X509Bundle certificate = certificate("127.0.0.1");
        assertThat(ask(certificate, certificate, false)).isEqualTo("ok");
    }

    @Test
    void anotherAuthoritysCertificateIsRefused() throws Exception {
        X509Bundle certificate = certificate("127.0.0.1");
        X509Bundle other = certificate("127.0.0.1");
        assertThatThrownBy(() -> ask(certificate, other, false)).hasStackTraceContaining("PKIX path validation failed");
    }

    @Test
    void anotherNamesCertificateIsRefused() throws Exception {
        X509Bundle certificate = certificate("127.0.0.2");
        assertThatThrownBy(() -> ask(certificate, certificate, false))
                .rootCause()
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void whoSaysSoIsNotVerified() throws Exception {
        assertThat(ask(certificate("127.0.0.2"), null, true)).isEqualTo("ok");
    }
}
