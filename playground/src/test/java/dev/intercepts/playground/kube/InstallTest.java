package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.Installer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's installer against this API server, whose pods are real Traffic Managers. */
class InstallTest {

    private static final String OWN_REGISTRY = "registry.example.com/team";
    private static final InstallOptions OWN =
            new InstallOptions(OWN_REGISTRY, "t1", "IfNotPresent", List.of("login"), 1, null);

    @TempDir
    static Path workDir;

    @SuppressWarnings("NullAway.Init")
    static InMemoryCluster cluster;

    @BeforeAll
    static void start() {
        ProcessTemplate manager = ProcessTemplate.java(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        List.of(
                                "-Xmx96m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path")),
                        "dev.intercepts.manager.Main")
                .withEnvironment(Map.of("CONNECTOR_BIND_HOST", "{podIp}"));
        cluster =
                InMemoryCluster.start(ClusterConfig.of(workDir, Map.of(OWN_REGISTRY + "/traffic-manager:t1", manager)));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** What the person was told. */
    private static List<String> ensure(String version, InstallOptions asked, InstallOptions configured)
            throws InterruptedException {
        List<String> warnings = new ArrayList<>();
        try (Cluster laptop =
                Cluster.open(new ClusterChoice(null, cluster.kubeconfigFile().toString(), null, null))) {
            new Installer(laptop, version).ensure(asked, configured, progress -> {}, warnings::add);
        }
        return warnings;
    }

    private static Deployment deployment() {
        return cluster.client()
                .apps()
                .deployments()
                .inNamespace("intercepts")
                .withName("traffic-manager")
                .require();
    }

    private static String image() {
        return deployment()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private static Deployment edited(java.util.function.Consumer<Deployment> change) {
        return cluster.client()
                .apps()
                .deployments()
                .inNamespace("intercepts")
                .withName("traffic-manager")
                .edit(deployment -> {
                    change.accept(deployment);
                    return deployment;
                });
    }

    @Test
    void whatOneLaptopChoseStaysWhateverTheNextOnesAre() throws Exception {
        ensure("1.2.3", OWN, InstallOptions.NONE);
        assertThat(image()).isEqualTo(OWN_REGISTRY + "/traffic-manager:t1");
        assertThat(deployment().getStatus().getReadyReplicas()).isEqualTo(1);
        long first = deployment().getMetadata().getGeneration();

        // Another one, whose file says otherwise.
        InstallOptions other = new InstallOptions("registry.example.com/other", null, null, List.of(), null, null);
        assertThat(ensure("1.2.3", InstallOptions.NONE, other))
                .singleElement()
                .asString()
                .contains("settings.json");
        assertThat(ensure("1.2.3", InstallOptions.NONE, InstallOptions.NONE)).isEmpty();
        assertThat(image()).isEqualTo(OWN_REGISTRY + "/traffic-manager:t1");
        assertThat(deployment().getMetadata().getGeneration()).isEqualTo(first);

        // The same version, as a build before left it: applied again, with what was chosen.
        edited(deployment -> {
            deployment.getMetadata().getAnnotations().put("intercepts.dev/manifests", "of another build");
            deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getResources()
                    .getRequests()
                    .clear();
        });
        assertThat(ensure("1.2.3", InstallOptions.NONE, InstallOptions.NONE)).isEmpty();
        assertThat(image()).isEqualTo(OWN_REGISTRY + "/traffic-manager:t1");
        assertThat(deployment()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests())
                .containsKeys("cpu", "memory");
        long generation = deployment().getMetadata().getGeneration();
        assertThat(ensure("1.2.3", InstallOptions.NONE, InstallOptions.NONE)).isEmpty();
        assertThat(deployment().getMetadata().getGeneration()).isEqualTo(generation);

        // One that a newer command installed.
        edited(deployment -> deployment.getMetadata().getLabels().put("app.kubernetes.io/version", "9.0.0"));
        String newer = deployment().getMetadata().getResourceVersion();
        assertThat(ensure("1.2.3", InstallOptions.NONE, InstallOptions.NONE))
                .singleElement()
                .asString()
                .contains("9.0.0", "1.2.3");
        assertThatThrownBy(() -> ensure("1.2.3", other, InstallOptions.NONE))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("9.0.0");
        assertThat(deployment().getMetadata().getResourceVersion()).isEqualTo(newer);
    }
}
