package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.doctor.ClusterChecks;
import dev.intercepts.connector.forward.ManagerForward;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.ClusterExamination;
import dev.intercepts.connector.kube.Installer;
import dev.intercepts.connector.kube.Intercepts;
import dev.intercepts.connector.kube.ManagerScope;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.connector.kube.Uninstaller;
import dev.intercepts.connector.kube.Workloads;
import dev.intercepts.connector.link.LaptopStreams;
import dev.intercepts.connector.link.LaptopTargets;
import dev.intercepts.connector.link.ManagerLink;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.tunnel.TunnelSettings;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product in the hands of somebody who may do everything in one namespace (Kubernetes' own role {@code admin}) and nothing
 * beside it: its own installer, manager and agents, on an API server that refuses whatever no Role allows.
 */
class NamespaceModeTest {

    private static final String TEAM = "team-a";
    private static final String VERSION = "1.2.3";
    private static final String TOKEN = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path workDir;

    @SuppressWarnings("NullAway.Init")
    private InMemoryCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Path kubeconfig;

    private static ProcessTemplate image(String main, String... options) {
        return ProcessTemplate.java(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Stream.concat(
                                Stream.of(options),
                                Stream.of(
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path")))
                        .toList(),
                main);
    }

    @BeforeEach
    void start() throws Exception {
        Map<String, ProcessTemplate> images =
                new HashMap<>(TestCluster.config(workDir).images());
        images.put(
                "intercepts/traffic-manager:" + VERSION,
                image("dev.intercepts.manager.Main", "-Xmx96m")
                        .withEnvironment(Map.of("CONNECTOR_BIND_HOST", "{podIp}")));
        images.put("intercepts/traffic-agent:" + VERSION, image("dev.intercepts.agent.Main", "-Xmx64m"));
        cluster = InMemoryCluster.start(ClusterConfig.of(workDir, images).withRbac());
        for (String name : List.of(TEAM, "team-b")) {
            cluster.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        cluster.apply(TestCluster.app(TEAM, "hello", 1));
        kubeconfig = kubeconfig();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private Path kubeconfig() throws Exception {
        cluster.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("dev")
                        .withNamespace(TEAM)
                        .endMetadata()
                        .build())
                .create();
        cluster.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("dev")
                        .withNamespace(TEAM)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "admin")
                        .addNewSubject("", "ServiceAccount", "dev", TEAM)
                        .build())
                .create();
        String token = cluster.client()
                .serviceAccounts()
                .inNamespace(TEAM)
                .withName("dev")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return Files.writeString(
                workDir.resolve("dev.kubeconfig"),
                cluster.kubeconfigYaml().replaceFirst("(?m)token: .*$", "token: " + token));
    }

    private Cluster open(String managerNamespace) {
        return Cluster.open(new ClusterChoice(null, kubeconfig.toString(), null, managerNamespace));
    }

    private static void install(Cluster as) throws InterruptedException {
        new Installer(as, VERSION).ensure(InstallOptions.NONE, InstallOptions.NONE, said -> {}, said -> {});
    }

    private Deployment hello() {
        return cluster.client()
                .apps()
                .deployments()
                .inNamespace(TEAM)
                .withName("hello")
                .require();
    }

    private static boolean hasAgent(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .anyMatch(container -> container.getName().equals(ClusterNames.AGENT_CONTAINER));
    }

    @Test
    void theWholeInstallationIsRefusedWithTheWayOut() {
        try (Cluster dev = open(ClusterNames.NAMESPACE)) {
            assertThatThrownBy(() -> install(dev)).isInstanceOfSatisfying(FailureException.class, refused -> {
                assertThat(refused.failure().message())
                        .contains("create customresourcedefinitions", "patch clusterroles");
                assertThat(refused.failure().hint()).contains("--manager-namespace NAME");
            });
        }
        try (Cluster dev = open("team-b")) {
            assertThatThrownBy(() -> install(dev))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            refused -> assertThat(refused.failure().message())
                                    .contains("create deployments.apps in namespace team-b")
                                    .doesNotContain("clusterroles"));
        }
    }

    @Test
    void anInterceptLivesInOneNamespaceAndLeavesItAsItWas() throws Exception {
        Deployment before = hello();
        HttpServer local = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        local.createContext("/", exchange -> {
            byte[] body = "from the laptop".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        local.start();
        LocalTarget target = new LocalTarget("127.0.0.1", local.getAddress().getPort());
        try (Cluster dev = open(TEAM)) {
            install(dev);
            assertThat(dev.scope()).isEqualTo(ManagerScope.namespace);
            assertThat(dev.namespace()).isEqualTo(TEAM);
            assertThatThrownBy(() -> dev.served("team-b")).hasMessageContaining("serves that namespace alone");
            assertThat(new Workloads(dev).list(dev.served(null)))
                    .singleElement()
                    .satisfies(line -> assertThat(line.name()).isEqualTo("hello"));
            try (ManagerForward forward = ManagerForward.open(dev, ClusterNames.MANAGER_CONNECTOR_TUNNEL_PORT);
                    ManagerLink link = ManagerLink.start(
                            forward.localPort(),
                            TOKEN,
                            LaptopStreams.fromManager(SessionId.ofToken(TOKEN), only(target)),
                            TunnelSettings.TO_MANAGER)) {
                assertThat(link.awaitUp(30_000)).isTrue();
                Intercepts intercepts = new Intercepts(dev);
                intercepts.put(TEAM, "hello", spec(target));
                awaitActive(intercepts);
                awaitAnswer("from the laptop");
                assertThat(hasAgent(hello())).isTrue();
                assertThat(ClusterChecks.of(new ClusterExamination(dev, null, InstantSource.system()).look(said -> {})))
                        .filteredOn(finding -> finding.verdict() == Finding.Verdict.fail)
                        .isEmpty();

                // Somebody changes the app, and a deployment tool writes the template anew: the agent is there again.
                editVersion("v2");
                awaitAnswer("from the laptop");
                cluster.client()
                        .apps()
                        .deployments()
                        .inNamespace(TEAM)
                        .withName("hello")
                        .edit(now -> {
                            now.getSpec().setTemplate(before.getSpec().getTemplate());
                            return now;
                        });
                await().atMost(LONG).until(() -> hasAgent(hello()));
                editVersion("v3");
                awaitActive(intercepts);
                awaitAnswer("from the laptop");

                intercepts.delete(TEAM, "hello");
                awaitAnswer(" v3 ");
            }
            Uninstaller uninstaller = new Uninstaller(dev);
            assertThat(uninstaller.removeAllAgents(TEAM, said -> {})).isEqualTo(1);
            before.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                    .filter(variable -> variable.getName().equals("VERSION"))
                    .forEach(variable -> variable.setValue("v3"));
            assertThat(hello().getSpec()).isEqualTo(before.getSpec());
            assertThat(hello().getMetadata().getAnnotations().keySet())
                    .isEqualTo(before.getMetadata().getAnnotations().keySet());
            uninstaller.removeManager(said -> {});
        } finally {
            local.stop(0);
        }
        assertThat(left()).isEmpty();
    }

    private static LaptopTargets only(LocalTarget target) {
        return new LaptopTargets() {
            @Override
            public Optional<LocalTarget> target(String key) {
                return key.equals(TEAM + "/hello") ? Optional.of(target) : Optional.empty();
            }

            @Override
            public boolean reachesIngress(String key, String authority) {
                return false;
            }
        };
    }

    private static InterceptSpec spec(LocalTarget target) {
        return new InterceptSpec(
                new Workload(WorkloadKind.Deployment, "hello"),
                null,
                null,
                Mechanism.TCP,
                Match.ALL,
                target,
                SessionId.ofToken(TOKEN),
                new Owner("ada", "adas-laptop"),
                RoutePreference.AUTO,
                null,
                null);
    }

    private static void awaitActive(Intercepts intercepts) {
        await().atMost(LONG).untilAsserted(() -> {
            InterceptStatus status = intercepts
                    .find(TEAM, "hello")
                    .map(StoredIntercept::currentStatus)
                    .orElseThrow(() -> new AssertionError("no status"));
            assertThat(status.state()).as(status.message()).isEqualTo(InterceptState.ACTIVE);
        });
    }

    private void awaitAnswer(String text) {
        String url = "http://" + cluster.clusterIp(TEAM, "hello").orElseThrow() + ":8000/";
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(TestCluster.get(url)).contains(text));
    }

    private void editVersion(String version) {
        cluster.client()
                .apps()
                .deployments()
                .inNamespace(TEAM)
                .withName("hello")
                .edit(now -> {
                    now.getSpec().getTemplate().getSpec().getContainers().stream()
                            .filter(container -> container.getName().equals("app"))
                            .forEach(container -> container
                                    .getEnv()
                                    .set(
                                            0,
                                            new EnvVarBuilder()
                                                    .withName("VERSION")
                                                    .withValue(version)
                                                    .build()));
                    return now;
                });
    }

    /** What is still there of the product. */
    private List<String> left() {
        var client = cluster.client();
        return Stream.<List<? extends HasMetadata>>of(
                        client.apps().deployments().inNamespace(TEAM).list().getItems(),
                        client.services().inNamespace(TEAM).list().getItems(),
                        client.serviceAccounts().inNamespace(TEAM).list().getItems(),
                        client.rbac().roles().inNamespace(TEAM).list().getItems(),
                        client.rbac().roleBindings().inNamespace(TEAM).list().getItems(),
                        client.secrets().inNamespace(TEAM).list().getItems(),
                        client.configMaps().inNamespace(TEAM).list().getItems(),
                        client.leases().inNamespace(TEAM).list().getItems(),
                        client.rbac().clusterRoles().list().getItems(),
                        client.rbac().clusterRoleBindings().list().getItems(),
                        client.apiextensions()
                                .v1()
                                .customResourceDefinitions()
                                .list()
                                .getItems(),
                        client.admissionRegistration()
                                .v1()
                                .mutatingWebhookConfigurations()
                                .list()
                                .getItems())
                .flatMap(List::stream)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .filter(name -> !List.of(
                                "Deployment hello",
                                "Service hello",
                                "ServiceAccount default",
                                "ServiceAccount dev",
                                "RoleBinding dev",
                                "ConfigMap kube-root-ca.crt",
                                "ClusterRole admin")
                        .contains(name))
                .toList();
    }
}
