package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments as processes: rolled out, killed, reached through Services and by name. */
class PodsTest {

    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    static Path workDir;

    @SuppressWarnings("NullAway.Init")
    static InMemoryCluster cluster;

    @BeforeAll
    static void start() {
        cluster = InMemoryCluster.start(TestCluster.config(workDir));
    }

    @AfterAll
    static void stop() {
        List<PodProcess> processes = cluster.pods();
        cluster.close();
        assertThat(processes)
                .allSatisfy(process -> assertThat(ProcessHandle.of(process.pid()))
                        .satisfiesAnyOf(
                                handle -> assertThat(handle).isEmpty(),
                                handle -> assertThat(handle.orElseThrow().isAlive())
                                        .isFalse()));
    }

    private static String service(String namespace, String name) {
        return "http://" + cluster.clusterIp(namespace, name).orElseThrow() + ":8000";
    }

    private static void awaitReady(String namespace, String name) {
        cluster.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .waitUntilReady(40, TimeUnit.SECONDS);
    }

    @Test
    void a_deployment_becomes_processes_behind_its_service() throws IOException {
        cluster.apply(TestCluster.app("shop", "web", 2));
        awaitReady("shop", "web");

        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(TestCluster.get(service("shop", "web") + "/"));
        }
        assertThat(answers).hasSize(4);
        assertThat(Set.copyOf(answers)).hasSize(2);
    }

    @Test
    void a_killed_process_is_started_again() throws IOException {
        cluster.apply(TestCluster.app("killed", "app", 1));
        awaitReady("killed", "app");
        PodProcess before = process("killed");

        ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();

        await().atMost(LONG)
                .until(() -> cluster.pods().stream()
                        .anyMatch(process -> process.namespace().equals("killed") && process.pid() != before.pid()));
        awaitReady("killed", "app");
        assertThat(process("killed").pod()).isEqualTo(before.pod());
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(TestCluster.get(service("killed", "app") + "/"))
                        .endsWith(" " + process("killed").pid()));
    }

    private static PodProcess process(String namespace) {
        return cluster.pods().stream()
                .filter(process -> process.namespace().equals(namespace))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_roll_out_loses_no_request() throws IOException, InterruptedException {
        cluster.apply(TestCluster.app("rolled", "app", 1));
        awaitReady("rolled", "app");
        var deployments =
                cluster.client().apps().deployments().inNamespace("rolled").withName("app");
        String url = service("rolled", "app");
        List<String> answers = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Exception> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread client = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()
                    && answers.stream().noneMatch(answer -> answer.contains("v2"))) {
                try {
                    answers.add(TestCluster.get(url + "/"));
                } catch (IOException e) {
                    failures.add(e);
                }
            }
        });

        deployments.edit(deployment -> {
            deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getEnv()
                    .getFirst()
                    .setValue("v2");
            return deployment;
        });
        Deployment rolled = deployments.waitUntilCondition(
                found -> found.getStatus()
                                .getObservedGeneration()
                                .equals(found.getMetadata().getGeneration())
                        && Integer.valueOf(1).equals(found.getStatus().getUpdatedReplicas())
                        && Integer.valueOf(1).equals(found.getStatus().getReplicas())
                        && Integer.valueOf(1).equals(found.getStatus().getReadyReplicas()),
                40,
                TimeUnit.SECONDS);

        client.join();
        assertThat(rolled.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(failures).isEmpty();
        assertThat(answers.getFirst()).contains("v1");
        assertThat(answers.getLast()).contains("v2");
    }

    @Test
    void pods_resolve_names_of_services() throws IOException {
        cluster.apply(TestCluster.app("names", "front", 1));
        cluster.apply(TestCluster.app("other", "back", 1));
        awaitReady("names", "front");
        awaitReady("other", "back");

        String front = service("names", "front");
        assertThat(TestCluster.get(front + "/fetch/front:8000/env/HOSTNAME")).startsWith("front-");
        assertThat(TestCluster.get(front + "/fetch/back.other:8000/env/HOSTNAME"))
                .startsWith("back-");
        assertThat(TestCluster.get(front + "/fetch/back.other.svc.cluster.local:8000/env/HOSTNAME"))
                .startsWith("back-");
    }

    @Test
    void a_statefulset_replaces_its_pods_under_their_names() throws IOException {
        cluster.apply(TestCluster.yaml("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, namespace: stateful}
                spec:
                  replicas: 2
                  serviceName: db
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec:
                      containers:
                      - name: app
                        image: test-app
                        readinessProbe: {tcpSocket: {port: 8080}}
                        env: [{name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                """));
        var sets =
                cluster.client().apps().statefulSets().inNamespace("stateful").withName("db");
        sets.waitUntilCondition(
                set -> Integer.valueOf(2).equals(set.getStatus().getReadyReplicas()), 40, TimeUnit.SECONDS);
        assertThat(podNames("stateful")).containsExactlyInAnyOrder("db-0", "db-1");

        sets.edit(set -> {
            set.getSpec().getTemplate().getMetadata().getLabels().put("new", "yes");
            return set;
        });

        sets.waitUntilCondition(
                set -> Integer.valueOf(2).equals(set.getStatus().getUpdatedReplicas())
                        && Integer.valueOf(2).equals(set.getStatus().getReadyReplicas()),
                40,
                TimeUnit.SECONDS);
        assertThat(podNames("stateful")).containsExactlyInAnyOrder("db-0", "db-1");
    }

    private static List<String> podNames(String namespace) {
        return cluster.client().pods().inNamespace(namespace).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    @Test
    void an_unknown_image_stays_away_and_says_so() {
        cluster.apply(TestCluster.yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: lost, namespace: default}
                spec:
                  containers: [{name: app, image: nowhere}]
                """));

        Pod pod = cluster.client()
                .pods()
                .inNamespace("default")
                .withName("lost")
                .waitUntilCondition(
                        found -> !found.getStatus().getContainerStatuses().isEmpty()
                                && found.getStatus()
                                                .getContainerStatuses()
                                                .getFirst()
                                                .getState()
                                                .getWaiting()
                                        != null
                                && !found.getStatus()
                                        .getContainerStatuses()
                                        .getFirst()
                                        .getState()
                                        .getWaiting()
                                        .getReason()
                                        .equals("ContainerCreating"),
                        10,
                        TimeUnit.SECONDS);
        assertThat(pod.getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getState()
                        .getWaiting()
                        .getReason())
                .isEqualTo("ImagePullBackOff");
        assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
    }
}
