package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods pass through webhooks, which are pods themselves. */
class AdmissionTest {

    @TempDir
    static Path workDir;

    @SuppressWarnings("NullAway.Init")
    static InMemoryCluster cluster;

    /** Sends a request once: the usual one sends what was answered 500 again, for as long as 20 s. */
    @SuppressWarnings("NullAway.Init")
    static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException, GeneralSecurityException {
        cluster = InMemoryCluster.start(TestCluster.config(workDir.resolve("cluster")));
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(cluster.client().getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        Path keys = workDir.resolve("keys.p12");
        String authority = makeKeys(keys, "hook.hooks.svc");
        cluster.apply(TestCluster.yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: hook, namespace: hooks, labels: {app: hook}}
                spec:
                  containers:
                  - name: hook
                    image: test-webhook
                    ports: [{name: https, containerPort: 8443}]
                    readinessProbe: {tcpSocket: {port: https}}
                    env:
                    - {name: KEYSTORE, value: "FILE"}
                    - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: hook, namespace: hooks}
                spec:
                  selector: {app: hook}
                  ports: [{port: 443, targetPort: https}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: hook}
                webhooks:
                - name: hook.example.test
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  failurePolicy: Ignore
                  timeoutSeconds: 5
                  clientConfig:
                    caBundle: AUTHORITY
                    service: {namespace: hooks, name: hook, path: /mutate, port: 443}
                  rules:
                  - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE], scope: Namespaced}
                  namespaceSelector:
                    matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, hooks]}]
                  objectSelector: {matchLabels: {ask: "yes"}}
                """.replace("FILE", keys.toString()).replace("AUTHORITY", authority)));
        cluster.client().pods().inNamespace("hooks").withName("hook").waitUntilReady(40, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    /** Makes a key pair for a name and gives the certificate as {@code caBundle} wants it. */
    private static String makeKeys(Path file, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hook",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hook",
                        "-ext",
                        "SAN=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("hook").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    private static Pod create(String namespace, String name, String ask) {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels("ask", ask)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("nowhere")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    @Test
    void a_selected_pod_is_changed_on_its_way_in() {
        assertThat(create("default", "selected", "yes").getMetadata().getLabels())
                .containsEntry("touched", "yes");
    }

    @Test
    void other_pods_and_namespaces_are_left_alone() {
        assertThat(create("default", "unselected", "no").getMetadata().getLabels())
                .doesNotContainKey("touched");
        assertThat(create("hooks", "exempt", "yes").getMetadata().getLabels()).doesNotContainKey("touched");
    }

    @Test
    void a_refusal_refuses() {
        assertThatThrownBy(() -> create("default", "refused", "yes"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403))
                .hasMessageContaining("not this one");
    }

    @Test
    void a_webhook_that_cannot_be_trusted_is_as_its_policy_says() throws Exception {
        String stranger = makeKeys(workDir.resolve("stranger.p12"), "other.hooks.svc");
        for (String policy : new String[] {"Ignore", "Fail"}) {
            cluster.apply(TestCluster.yaml("""
                    apiVersion: admissionregistration.k8s.io/v1
                    kind: MutatingWebhookConfiguration
                    metadata: {name: stranger}
                    webhooks:
                    - name: stranger.example.test
                      admissionReviewVersions: [v1]
                      sideEffects: None
                      failurePolicy: POLICY
                      clientConfig:
                        caBundle: AUTHORITY
                        service: {namespace: hooks, name: hook, path: /mutate, port: 443}
                      rules: [{apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}]
                      objectSelector: {matchLabels: {ask: stranger}}
                    """.replace("POLICY", policy).replace("AUTHORITY", stranger)));
            if (policy.equals("Ignore")) {
                assertThat(create("default", "ignored", "stranger")
                                .getMetadata()
                                .getLabels())
                        .isEqualTo(Map.of("ask", "stranger"));
            } else {
                assertThatThrownBy(() -> create("default", "failed", "stranger"))
                        .hasMessageContaining("failed calling webhook");
            }
        }
    }
}
