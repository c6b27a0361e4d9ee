package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.LaptopNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What any program of a laptop reaches of a real cluster while it is connected, without a setting, and no longer afterwards. */
@OnCluster
class OutboundClusterIT {

    private static final String CLUSTER = "0 Hello from the cluster";

    private final KubernetesClient client;
    private ApartLaptop laptop;

    @TempDir
    Path directory;

    OutboundClusterIT(RealCluster cluster) {
        this.client = cluster.client();
    }

    @BeforeEach
    void begin() throws IOException {
        assumeThat(LaptopNamespace.obstacle()).isEmpty();
        laptop = new ApartLaptop(
                directory,
                RealCluster.given().orElseThrow(),
                URI.create(client.getConfiguration().getMasterUrl()));
    }

    @AfterEach
    void close() throws IOException {
        if (laptop != null) {
            laptop.close();
        }
    }

    @Test
    void everyProgramReachesTheClusterAsAPodDoesAndOnlyWhileConnected() throws Exception {
        String service = "http://" + address("hello") + ":8080/";
        assertThat(get(service)).doesNotStartWith("0 ");

        laptop.telepresence().run("connect").ok();
        assertThat(laptop.telepresence().run("status").ok()).contains("Proxy:      ON");
        assertThat(get("http://hello.default:8080/")).startsWith(CLUSTER);
        assertThat(get("http://hello:8080/")).startsWith(CLUSTER);
        assertThat(get("http://hello.default.svc:8080/")).startsWith(CLUSTER);
        assertThat(get("http://hello.default.svc.cluster.local:8080/")).startsWith(CLUSTER);
        assertThat(get(service)).startsWith(CLUSTER);
        assertThat(get("http://" + pod("hello") + ":8080/")).startsWith(CLUSTER);
        assertThat(laptop.run("getent", "hosts", "no-such-service.default")).startsWith("2");

        // Short names follow the intercepted namespace, where another hello greets.
        laptop.telepresence()
                .run(
                        "intercept",
                        "hello",
                        "--namespace=myns",
                        "--port=1",
                        "--http-match=x-nobody=1",
                        "--preview-url=false")
                .ok();
        await("for about a second its Service may lead to the pod that has just gone")
                .untilAsserted(() -> assertThat(get("http://hello:8080/")).startsWith("0 Good day from the cluster"));
        laptop.telepresence().run("leave", "hello-myns").ok();

        ProcessHandle daemon = Laptop.daemon(laptop.telepresence());
        assertThat(daemon.destroyForcibly()).isTrue();
        await("the daemon is there again, and the session with it")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get(service)).startsWith(CLUSTER));

        laptop.telepresence().run("quit").ok();
        assertThat(laptop.run("nft", "list", "ruleset")).isEqualTo("0 ");
        assertThat(get(service)).doesNotStartWith("0 ");
        assertThat(laptop.run("getent", "hosts", "hello.default")).startsWith("2");
    }

    private String get(String url) throws IOException, InterruptedException {
        return laptop.run("curl", "--silent", "--show-error", "--max-time", "10", url);
    }

    private String address(String service) {
        return client.services()
                .inNamespace("default")
                .withName(service)
                .require()
                .getSpec()
                .getClusterIP();
    }

    private String pod(String app) {
        return client.pods().inNamespace("default").withLabel("app", app).list().getItems().stream()
                .map(pod -> pod.getStatus().getPodIP())
                .findFirst()
                .orElseThrow();
    }
}
