package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container finds around it: variables, files, tokens, the API. */
class ContainerTest {

    @TempDir
    static Path workDir;

    @SuppressWarnings("NullAway.Init")
    static InMemoryCluster cluster;

    @SuppressWarnings("NullAway.Init")
    static String url;

    @BeforeAll
    static void start() {
        cluster = InMemoryCluster.start(TestCluster.config(workDir));
        cluster.apply(TestCluster.yaml("""
                apiVersion: v1
                kind: Secret
                metadata: {name: secret, namespace: default}
                stringData: {password: geheim}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, namespace: default}
                data: {COLOR: green, file.txt: contents}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: worker, namespace: default}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: my-db, namespace: default}
                spec: {ports: [{name: sql, port: 5432}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: full, namespace: default, labels: {app: full}}
                spec:
                  serviceAccountName: worker
                  volumes:
                  - name: token
                    projected:
                      sources:
                      - serviceAccountToken: {audience: manager.test, expirationSeconds: 600, path: token}
                  - {name: settings, configMap: {name: settings}}
                  - {name: tmp, emptyDir: {}}
                  containers:
                  - name: app
                    image: test-app
                    args: ["--settings=/etc/settings/file.txt", "--own=$(OWN)", "--missing=$(NOT_THERE)"]
                    readinessProbe: {httpGet: {path: /, port: 8080}}
                    envFrom:
                    - {prefix: CFG_, configMapRef: {name: settings}}
                    env:
                    - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: secret, key: password}}}
                    - {name: ABSENT, valueFrom: {secretKeyRef: {name: secret, key: other, optional: true}}}
                    - {name: OWN, value: 127.0.0.1}
                    - {name: EXPANDED, value: "$(APP)-$(PASSWORD) $$(APP)"}
                    - {name: TOKEN_FILE, value: /var/run/secrets/manager/token}
                    - {name: SETTINGS_FILE, value: /etc/settings/file.txt}
                    - {name: SCRATCH, value: /tmp/scratch}
                    - {name: ELSEWHERE, value: /etc/settings-not}
                    volumeMounts:
                    - {name: token, mountPath: /var/run/secrets/manager}
                    - {name: settings, mountPath: /etc/settings}
                    - {name: tmp, mountPath: /tmp}
                """));
        var pod = cluster.client().pods().inNamespace("default").withName("full");
        url = "http://" + pod.waitUntilReady(40, TimeUnit.SECONDS).getStatus().getPodIP() + ":8080";
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String env(String name) throws IOException {
        return TestCluster.get(url + "/env/" + name);
    }

    @Test
    void variables_are_what_the_manifest_says() throws IOException {
        assertThat(env("POD_NAME")).isEqualTo("full");
        assertThat(env("APP")).isEqualTo("full");
        assertThat(env("PASSWORD")).isEqualTo("geheim");
        assertThat(env("ABSENT")).isEqualTo("null");
        assertThat(env("CFG_COLOR")).isEqualTo("green");
        assertThat(env("EXPANDED")).isEqualTo("full-geheim $(APP)");
        assertThat(env("MY_DB_SERVICE_PORT")).isEqualTo("5432");
        assertThat(env("MY_DB_SERVICE_PORT_SQL")).isEqualTo("5432");
        assertThat(env("MY_DB_SERVICE_HOST"))
                .isEqualTo(cluster.clusterIp("default", "my-db").orElseThrow());
    }

    @Test
    void a_pods_own_loopback_is_its_own_address() throws IOException {
        assertThat(url).contains(env("OWN"));
        assertThat(env("OWN")).startsWith("127.").isNotEqualTo("127.0.0.1");
        assertThat(TestCluster.get(url + "/args"))
                .contains("--own=" + env("OWN"))
                .contains("--missing=$(NOT_THERE)");
    }

    @Test
    void mounted_files_are_found_at_the_paths_that_are_given() throws IOException {
        assertThat(TestCluster.get(url + "/file/SETTINGS_FILE")).isEqualTo("contents");
        assertThat(TestCluster.get(url + "/args")).contains("--settings=" + env("SETTINGS_FILE"));
        assertThat(env("SCRATCH")).endsWith("/volumes/tmp/scratch");
        assertThat(env("ELSEWHERE")).isEqualTo("/etc/settings-not");
    }

    @Test
    void the_projected_token_is_known_to_a_review_of_its_audience_only() throws IOException {
        String token = TestCluster.get(url + "/file/TOKEN_FILE");
        TokenReview known = review(token, "manager.test");
        assertThat(known.getStatus().getAuthenticated()).isTrue();
        assertThat(known.getStatus().getAudiences()).containsExactly("manager.test");
        assertThat(known.getStatus().getUser().getUsername()).isEqualTo("system:serviceaccount:default:worker");
        assertThat(known.getStatus().getUser().getExtra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("full"));
        assertThat(review(token, "other.test").getStatus().getAuthenticated()).isFalse();
        assertThat(review(token + "x", "manager.test").getStatus().getAuthenticated())
                .isFalse();
    }

    private static TokenReview review(String token, String audience) {
        return cluster.client()
                .tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(audience)
                        .endSpec()
                        .build());
    }

    @Test
    void the_pods_kubeconfig_reaches_the_api_from_its_namespace() throws IOException {
        Config config = Config.fromKubeconfig(TestCluster.get(url + "/file/KUBECONFIG"));
        assertThat(config.getNamespace()).isEqualTo("default");
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThat(client.pods().inNamespace("default").withName("full").get())
                    .isNotNull();
        }
    }

    @Test
    void the_output_is_kept_and_is_the_pods_log() {
        assertThat(cluster.client()
                        .pods()
                        .inNamespace("default")
                        .withName("full")
                        .getLog())
                .contains("listening on ");
        assertThat(cluster.pods()).anySatisfy(process -> {
            assertThat(process.container()).isEqualTo("app");
            assertThat(process.log()).content().contains("listening on ");
        });
    }
}
