package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.browser.Page;
import dev.intercepts.playground.tour.People;
import dev.intercepts.playground.tour.Telepresence;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A preview through an ingress that people have: nginx with TLS, which tells services by the host name. */
@OnCluster
class IngressClusterIT {

    private static final String NAMESPACE = "e2e-ingress";
    private static final String HOST = "greeter.example.test";
    private static final String ADDRESS = "172.30.0.100";
    private static final String IMAGE = System.getProperty("intercepts.ingress.image", "");
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final RealCluster cluster;
    private final KubernetesClient client;
    private final Laptop laptop;

    @TempDir
    Path directory;

    IngressClusterIT(RealCluster cluster) throws IOException {
        this.cluster = cluster;
        this.client = cluster.client();
        this.laptop = Laptop.of(cluster.world(), "ada", "acme", "Hello from a laptop behind nginx");
    }

    @BeforeEach
    void apply() throws Exception {
        assumeThat(IMAGE)
                .as("-Dintercepts.ingress.image=IMAGE names an image with nginx that the nodes have")
                .isNotBlank();
        String shop = cluster.deployment("default", "hello")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
        String yaml = resource().replace("SHOP", shop).replace("NGINX", IMAGE);
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("greeter-tls")
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .addToStringData(
                                "tls.crt",
                                pem(
                                        "CERTIFICATE",
                                        keys().getCertificate("greeter").getEncoded()))
                        .addToStringData(
                                "tls.key",
                                pem(
                                        "PRIVATE KEY",
                                        keys().getKey("greeter", PASSWORD).getEncoded()))
                        .build())
                .serverSideApply();
        // What a load balancer's controller, and nginx' own, would write.
        client.services()
                .inNamespace(NAMESPACE)
                .withName("nginx")
                .editStatus(service -> new ServiceBuilder(service)
                        .editOrNewStatus()
                        .withNewLoadBalancer()
                        .addNewIngress()
                        .withIp(ADDRESS)
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build());
        client.network()
                .v1()
                .ingresses()
                .inNamespace(NAMESPACE)
                .withName("greeter")
                .editStatus(ingress -> new IngressBuilder(ingress)
                        .editOrNewStatus()
                        .withNewLoadBalancer()
                        .addNewIngress()
                        .withIp(ADDRESS)
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build());
        client.apps().deployments().inNamespace(NAMESPACE).withName("greeter").waitUntilReady(60, TimeUnit.SECONDS);
        client.apps().deployments().inNamespace(NAMESPACE).withName("nginx").waitUntilReady(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        laptop.close();
        client.namespaces().withName(NAMESPACE).delete();
    }

    @Test
    void theIngressIsFoundAndThePreviewGoesThroughItsTlsByItsHostName() {
        // No flag and no terminal: what the questions would offer is taken.
        String printed = laptop.telepresence()
                .run("intercept", "greeter", "--namespace=" + NAMESPACE, "--port=" + laptop.port())
                .ok();
        assertThat(printed).contains("Layer 5 Hostname: " + HOST);
        String url = Telepresence.field(printed, "Preview URL");

        try (Browser grace = new Browser()) {
            Page page = new People(cluster.state()).signIn(grace, grace.open(url), "grace", "acme");
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            assertThat(page.body()).contains(laptop.says());
            assertThat(page.header("Via-Ingress")).contains("nginx");
        }
        // Nobody else's greeting changes.
        assertThat(greetingInTheCluster()).contains("from the cluster");
    }

    private String greetingInTheCluster() {
        return Objects.requireNonNull(client.raw("/api/v1/namespaces/" + NAMESPACE + "/services/greeter:http/proxy/"));
    }

    private KeyStore keys() throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve("greeter.p12");
        if (!Files.exists(store)) {
            int status = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            new String(PASSWORD),
                            "-alias",
                            "greeter",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + HOST,
                            "-ext",
                            "san=dns:" + HOST)
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(status).isZero();
        }
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private static String resource() throws IOException {
        try (InputStream in = IngressClusterIT.class.getResourceAsStream("/ingress/nginx.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
