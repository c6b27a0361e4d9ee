package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Finding.Verdict;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.doctor.ClusterChecks;
import dev.intercepts.connector.doctor.ClusterFacts;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.ClusterExamination;
import dev.intercepts.connector.kube.Installer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} sees of a cluster, on this API server with a real Traffic Manager. */
class DoctorTest {

    @TempDir
    Path workDir;

    private static ClusterFacts look(InMemoryCluster cluster) {
        try (Cluster laptop = open(cluster)) {
            return new ClusterExamination(laptop, "default", InstantSource.system()).look(progress -> {});
        }
    }

    private static Cluster open(InMemoryCluster cluster) {
        return Cluster.open(new ClusterChoice(null, cluster.kubeconfigFile().toString(), null, null));
    }

    private static Finding finding(InMemoryCluster cluster, String check) {
        return ClusterChecks.of(look(cluster)).stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void seesEachThingThatBreaks() throws Exception {
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
        try (InMemoryCluster cluster =
                InMemoryCluster.start(ClusterConfig.of(workDir, Map.of("intercepts/traffic-manager:1.2.3", manager)))) {
            assertThat(finding(cluster, "Traffic Manager").message())
                    .isEqualTo("is not installed in namespace intercepts");
            assertThat(look(cluster).intercepts()).isFalse();

            try (Cluster laptop = open(cluster)) {
                new Installer(laptop, "1.2.3")
                        .ensure(
                                new InstallOptions(null, null, null, List.of(), 1, null),
                                InstallOptions.NONE,
                                progress -> {},
                                warning -> {});
            }
            await().untilAsserted(() -> assertThat(ClusterChecks.of(look(cluster)))
                    .allSatisfy(finding ->
                            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.ok)));
            ClusterFacts sound = look(cluster);
            assertThat(sound.webhook()).isEqualTo(new ClusterFacts.Webhook(true, true, true, true, 1));
            assertThat(sound.manager()).isNotNull().satisfies(facts -> {
                assertThat(facts.version()).isEqualTo("1.2.3");
                assertThat(facts.lease())
                        .isNotNull()
                        .satisfies(lease -> assertThat(lease.holder()).startsWith("traffic-manager-"));
            });

            var webhooks = cluster.client()
                    .admissionRegistration()
                    .v1()
                    .mutatingWebhookConfigurations()
                    .withName("intercepts-agent-injector");
            webhooks.edit(configuration -> {
                configuration.getWebhooks().getFirst().getClientConfig().setCaBundle("b3RoZXI=");
                return configuration;
            });
            // The manager puts it right by itself.
            await().untilAsserted(() -> assertThat(look(cluster).webhook()).isEqualTo(sound.webhook()));
            webhooks.delete();
            assertThat(finding(cluster, "webhook").verdict()).isEqualTo(Verdict.fail);
            assertThat(finding(cluster, "webhook").message()).contains("is not there");

            // Connecting anew puts back what somebody took away.
            try (Cluster laptop = open(cluster)) {
                new Installer(laptop, "1.2.3")
                        .ensure(InstallOptions.NONE, InstallOptions.NONE, progress -> {}, warning -> {});
            }
            assertThat(look(cluster).webhook()).isEqualTo(sound.webhook());
            assertThat(cluster.client()
                            .apps()
                            .deployments()
                            .inNamespace("intercepts")
                            .withName("traffic-manager")
                            .require()
                            .getSpec()
                            .getReplicas())
                    .isEqualTo(1);

            cluster.client()
                    .services()
                    .inNamespace("intercepts")
                    .withName("traffic-manager-webhook")
                    .delete();
            assertThat(finding(cluster, "webhook").message()).contains("the Service that it names is not there");
        }
    }

    @Test
    void namesEachRightThatIsMissing() {
        ClusterConfig config = ClusterConfig.of(workDir, Map.of())
                .withDenials(List.of(
                        new ClusterConfig.Denial("create", "intercepts.dev", "intercepts"),
                        new ClusterConfig.Denial(
                                "*", "admissionregistration.k8s.io", "mutatingwebhookconfigurations")));
        try (InMemoryCluster cluster = InMemoryCluster.start(config)) {
            assertThat(ClusterChecks.of(look(cluster)))
                    .filteredOn(finding -> finding.verdict() == Verdict.fail)
                    .extracting(Finding::check, Finding::message)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "rights to intercept",
                                    "you may not create intercepts.intercepts.dev in namespace default"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "rights to install",
                                    "you may not create mutatingwebhookconfigurations.admissionregistration.k8s.io"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "rights to install",
                                    "you may not patch mutatingwebhookconfigurations.admissionregistration.k8s.io"));
            assertThat(look(cluster).namespace()).isEqualTo("default");
        }
    }

    @Test
    void anApiServerThatIsDownIsSaid() {
        Path kubeconfig;
        ClusterChoice choice;
        try (InMemoryCluster cluster = InMemoryCluster.start(ClusterConfig.of(workDir, Map.of()))) {
            kubeconfig = cluster.kubeconfigFile();
            choice = new ClusterChoice(null, kubeconfig.toString(), null, null);
        }
        try (Cluster laptop = Cluster.open(choice)) {
            List<Finding> findings = ClusterChecks.of(
                    new ClusterExamination(laptop, "default", InstantSource.system()).look(progress -> {}));
            assertThat(findings).hasSize(2);
            assertThat(findings.getLast().check()).isEqualTo("API server");
            assertThat(findings.getLast().verdict()).isEqualTo(Verdict.fail);
        }
    }
}
