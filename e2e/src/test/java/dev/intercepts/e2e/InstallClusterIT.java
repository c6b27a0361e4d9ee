package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing, upgrading and taking out, and who may do what, as a real API server sees it. */
@OnCluster
class InstallClusterIT {

    private static final String PERSON = "e2e-person";

    private final RealCluster cluster;
    private final KubernetesClient client;
    private final Laptop laptop;

    @TempDir
    Path directory;

    InstallClusterIT(RealCluster cluster) throws IOException {
        this.cluster = cluster;
        this.client = cluster.client();
        this.laptop = Laptop.fresh(cluster.world(), "Hello from a laptop");
    }

    @AfterEach
    void close() {
        laptop.close();
        client.rbac().clusterRoleBindings().withName(PERSON).delete();
        client.rbac().clusterRoles().withName(PERSON).delete();
        client.serviceAccounts().inNamespace("default").withName(PERSON).delete();
    }

    @Test
    void aSecondInstallationChangesNothingAndAnOlderOneIsBroughtUpToDate() {
        laptop.telepresence().run("connect").ok();
        Map<String, String> before = installed();
        assertThat(before).hasSizeGreaterThanOrEqualTo(9);
        laptop.telepresence().run("quit").ok();
        laptop.telepresence().run("connect").ok();
        assertThat(installed()).isEqualTo(before);

        client.apps()
                .deployments()
                .inNamespace("intercepts")
                .withName("traffic-manager")
                .edit(deployment -> {
                    deployment.getMetadata().getLabels().put("app.kubernetes.io/version", "0.0.1");
                    deployment
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getResources()
                            .getRequests()
                            .clear();
                    return deployment;
                });
        laptop.telepresence().run("quit").ok();
        laptop.telepresence().run("connect").ok();
        var deployment = client.apps()
                .deployments()
                .inNamespace("intercepts")
                .withName("traffic-manager")
                .require();
        assertThat(deployment.getMetadata().getLabels().get("app.kubernetes.io/version"))
                .isNotEqualTo("0.0.1");
        assertThat(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests())
                .containsKeys("cpu", "memory");
    }

    @Test
    void whoLacksRightsToInstallIsToldEachOfThem() throws IOException {
        laptop.telepresence().run("uninstall", "--everything").ok();
        laptop.telepresence().run("quit").ok();
        String said = as(List.of(rule("apps", "deployments", "get", "list", "watch")), "connect");
        assertThat(said)
                .contains(
                        "you lack the rights to install it",
                        "customresourcedefinitions",
                        "clusterroles",
                        "clusterrolebindings")
                .contains("mutatingwebhookconfigurations", "serviceaccounts", "services", "deployments");
        assertThat(said.strip().lines().count()).as(said).isEqualTo(2);
    }

    @Test
    void whoMayNotInterceptGetsTheApiServersRefusalInOneLine() throws IOException {
        laptop.telepresence().run("connect").ok();
        laptop.telepresence().run("quit").ok();
        String said = as(
                List.of(
                        rule("apps", "deployments,statefulsets,replicasets", "get", "list", "watch"),
                        rule("", "services,pods,namespaces", "get", "list", "watch"),
                        rule("", "pods/portforward", "create", "get"),
                        rule("networking.k8s.io", "ingresses", "list"),
                        rule("intercepts.dev", "intercepts", "get", "list", "watch")),
                "intercept",
                "hello",
                "--port=" + laptop.port());
        assertThat(said).contains("forbidden", "intercepts.dev", PERSON);
        assertThat(said.strip()
                        .lines()
                        .filter(line -> line.contains("forbidden"))
                        .count())
                .as(said)
                .isEqualTo(1);
    }

    /** Runs the command with the rights of a new ServiceAccount; it must fail. */
    private String as(List<io.fabric8.kubernetes.api.model.rbac.PolicyRule> rules, String... words) throws IOException {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(PERSON)
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(PERSON)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(PERSON)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", PERSON)
                        .addNewSubject("", "ServiceAccount", PERSON, "default")
                        .build())
                .create();
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--kubeconfig=" + cluster.kubeconfig("default", PERSON, directory.resolve("kubeconfig")));
        return laptop.telepresence().run(all.toArray(String[]::new)).failed();
    }

    private static io.fabric8.kubernetes.api.model.rbac.PolicyRule rule(
            String group, String resources, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources.split(",", -1))
                .withVerbs(verbs)
                .build();
    }

    /** What is installed: object → its version, which changes with any change but that of a status. */
    private Map<String, String> installed() {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(client.namespaces().withName("intercepts").get());
        objects.addAll(
                client.apiextensions().v1().customResourceDefinitions().list().getItems());
        objects.addAll(client.rbac().clusterRoles().list().getItems());
        objects.addAll(client.rbac().clusterRoleBindings().list().getItems());
        objects.addAll(client.rbac().roles().inNamespace("intercepts").list().getItems());
        objects.addAll(
                client.rbac().roleBindings().inNamespace("intercepts").list().getItems());
        objects.addAll(client.serviceAccounts().inNamespace("intercepts").list().getItems());
        objects.addAll(client.services().inNamespace("intercepts").list().getItems());
        objects.addAll(client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .list()
                .getItems());
        Map<String, String> versions = new TreeMap<>();
        objects.stream()
                .filter(object -> object.getMetadata().getLabels() != null
                        && "intercepts".equals(object.getMetadata().getLabels().get("app.kubernetes.io/part-of")))
                .forEach(object -> versions.put(
                        object.getKind() + " " + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        var deployment = client.apps()
                .deployments()
                .inNamespace("intercepts")
                .withName("traffic-manager")
                .require();
        versions.put("Deployment", String.valueOf(deployment.getMetadata().getGeneration()));
        return versions;
    }
}
