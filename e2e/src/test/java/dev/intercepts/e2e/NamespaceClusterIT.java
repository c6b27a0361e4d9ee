package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.browser.Page;
import dev.intercepts.playground.tour.People;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person with Kubernetes' own role {@code admin} in one namespace and nothing beside it, who uses the command as ever. */
@OnCluster
class NamespaceClusterIT {

    private static final String NAMESPACE = "e2e-alone";
    private static final String PERSON = "person";
    private static final Duration ROLL_OUT = Duration.ofSeconds(90);

    private static final String OBJECTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: NAMESPACE}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: person, namespace: NAMESPACE}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: person, namespace: NAMESPACE}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
            subjects: [{kind: ServiceAccount, name: person, namespace: NAMESPACE}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: hello, namespace: NAMESPACE}
            spec:
              replicas: 1
              selector: {matchLabels: {app: hello}}
              template:
                metadata: {labels: {app: hello}}
                spec:
                  containers:
                  - name: hello
                    image: SHOP
                    args: [hello]
                    ports: [{name: http, containerPort: 8080}]
                    env:
                    - {name: GREETING, value: Hello}
                    - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: hello, namespace: NAMESPACE}
            spec:
              selector: {app: hello}
              ports: [{name: http, port: 8080, targetPort: http}]
            """;

    /** Of the Traffic Manager's and the agent's image, where it is not the version. */
    private static final String TAG = System.getProperty("intercepts.image.tag", "");

    private final RealCluster cluster;
    private final KubernetesClient client;
    private final Laptop laptop;

    @TempDir
    Path directory;

    NamespaceClusterIT(RealCluster cluster) throws IOException {
        this.cluster = cluster;
        this.client = cluster.client();
        this.laptop = Laptop.of(cluster.world(), "ada", "acme", "Hello from a laptop without rights");
    }

    @BeforeEach
    void apply() {
        String shop = cluster.deployment("default", "hello")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
        String yaml = OBJECTS.replace("NAMESPACE", NAMESPACE).replace("SHOP", shop);
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
        client.apps().deployments().inNamespace(NAMESPACE).withName("hello").waitUntilReady(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        laptop.close();
        client.namespaces().withName(NAMESPACE).delete();
        await().atMost(ROLL_OUT)
                .until(() -> client.namespaces().withName(NAMESPACE).get() == null);
    }

    @Test
    void installsInterceptsAndTakesAllOutAgainWithRightsInOneNamespaceAlone() throws Exception {
        String kubeconfig = "--kubeconfig=" + cluster.kubeconfig(NAMESPACE, PERSON, directory.resolve("kubeconfig"));
        assertThat(laptop.telepresence().run("connect", kubeconfig).failed())
                .contains("customresourcedefinitions", "--manager-namespace NAME");

        Deployment before = hello();
        List<String> connect =
                new ArrayList<>(List.of("connect", kubeconfig, "--manager-namespace=" + NAMESPACE, "--proxy-only"));
        if (!TAG.isEmpty()) {
            connect.add("--image-tag=" + TAG);
        }
        assertThat(laptop.telepresence().run(connect.toArray(String[]::new)).ok())
                .contains("in namespace " + NAMESPACE + ", for that alone");
        assertThat(laptop.telepresence().run("list").ok()).contains("hello").doesNotContain("traffic-manager");
        assertThat(laptop.telepresence().run("status").ok()).contains("for that alone");

        laptop.telepresence()
                .run("intercept", "hello", "--port=" + laptop.port(), "--mechanism=tcp", "--preview-url=false")
                .ok();
        await().atMost(ROLL_OUT).untilAsserted(() -> assertThat(greeting()).contains(laptop.says()));
        assertThat(laptop.telepresence().run("list").ok()).contains("hello");
        assertThat(laptop.telepresence().run("doctor", kubeconfig).out())
                .contains(
                        "for namespace " + NAMESPACE + " alone", "there is none: the Traffic Manager writes the agent")
                .doesNotContain("fail  webhook", "fail  rights", "fail  Traffic Manager", "fail  working replica");

        laptop.telepresence().run("leave", "hello").ok();
        await().atMost(ROLL_OUT).untilAsserted(() -> assertThat(greeting()).contains("from the cluster"));
        aColleagueSeesThePreview();
        laptop.telepresence().run("leave", "hello").ok();
        laptop.telepresence().run("uninstall", "--everything").ok();
        assertThat(hello().getSpec()).isEqualTo(before.getSpec());
        assertThat(client.apps().deployments().inNamespace(NAMESPACE).list().getItems())
                .hasSize(1);
        assertThat(client.rbac().roles().inNamespace(NAMESPACE).list().getItems())
                .isEmpty();
        assertThat(client.leases().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    }

    /** By a link, through this Traffic Manager's own way to the hosted service. */
    private void aColleagueSeesThePreview() {
        String url = laptop.preview("hello", "--ingress-host=hello." + NAMESPACE, "--ingress-port=8080");
        await().atMost(ROLL_OUT).untilAsserted(() -> {
            try (Browser grace = new Browser()) {
                Page page = new People(cluster.state()).signIn(grace, grace.open(url), "grace", "acme");
                assertThat(page.status()).as(page.body()).isEqualTo(200);
                assertThat(page.body()).contains(laptop.says());
            }
        });
        assertThat(greeting()).contains("from the cluster");
    }

    private Deployment hello() {
        return cluster.deployment(NAMESPACE, "hello");
    }

    private String greeting() {
        return Objects.requireNonNull(client.raw("/api/v1/namespaces/" + NAMESPACE + "/services/hello:8080/proxy/"));
    }
}
