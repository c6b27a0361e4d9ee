package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Views.WorkloadLine;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class WorkloadWatchTest {

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private static Deployment deployment(String namespace, String name) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Waits as its user does: only when something has changed. */
    private static void await(WorkloadWatch watch, BooleanSupplier seen) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(10);
        while (!seen.getAsBoolean() && Instant.now().isBefore(end)) {
            watch.awaitChange(Duration.ofSeconds(5));
        }
        assertThat(seen.getAsBoolean()).isTrue();
    }

    @Test
    void followsWhatComesChangesAndGoes() throws Exception {
        client.resource(deployment("default", "hello")).create();
        client.resource(deployment("other", "elsewhere")).create();

        try (WorkloadWatch watch = WorkloadWatch.open(Cluster.of(client, "default"), "default")) {
            assertThat(watch.workloads())
                    .containsExactly(new WorkloadLine(
                            "default", "Deployment", "hello", false, "no service leads to it", List.of()));

            client.resource(new ServiceBuilder()
                            .withNewMetadata()
                            .withNamespace("default")
                            .withName("hello")
                            .endMetadata()
                            .withNewSpec()
                            .addToSelector("app", "hello")
                            .addNewPort()
                            .withPort(80)
                            .endPort()
                            .endSpec()
                            .build())
                    .create();
            await(watch, () -> watch.workloads().getFirst().obstacle() == null);

            client.resource(deployment("default", "added")).create();
            await(watch, () -> watch.workloads().size() == 2);

            client.resource(deployment("default", "hello")).delete();
            await(watch, () -> watch.workloads().size() == 1);
            assertThat(watch.workloads().getFirst().name()).isEqualTo("added");
        }
    }

    @Test
    void aNamespaceOrAllOfThem() throws Exception {
        client.resource(deployment("one", "a")).create();
        client.resource(deployment("two", "b")).create();
        client.resource(deployment("kube-system", "dns")).create();

        try (WorkloadWatch watch = WorkloadWatch.open(Cluster.of(client, "default"), null)) {
            assertThat(watch.workloads()).extracting(WorkloadLine::name).containsExactly("a", "b");
        }
    }
}
