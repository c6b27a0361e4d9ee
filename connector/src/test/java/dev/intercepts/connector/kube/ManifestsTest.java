package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestsTest {

    private static final List<HasMetadata> ALL = Manifests.of("1.2.3", InstallSettings.DEFAULTS);

    private static <T extends HasMetadata> T one(Class<T> type) {
        return ALL.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    @Test
    void theNamespaceComesFirstAndTheWebhookLast() {
        assertThat(ALL)
                .extracting(HasMetadata::getKind)
                .containsExactly(
                        "Namespace",
                        "CustomResourceDefinition",
                        "ServiceAccount",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "Role",
                        "RoleBinding",
                        "Service",
                        "Service",
                        "Deployment",
                        "MutatingWebhookConfiguration");
    }

    @Test
    void theWebhookFailsOpenAndNeverSeesItsOwnNamespaceOrKubeSystem() {
        var webhook = one(MutatingWebhookConfiguration.class).getWebhooks().getFirst();

        assertThat(webhook.getFailurePolicy()).isEqualTo("Ignore");
        assertThat(webhook.getTimeoutSeconds()).isLessThanOrEqualTo(5);
        assertThat(webhook.getClientConfig().getCaBundle())
                .as("is the manager's field")
                .isNull();
        var selector = webhook.getNamespaceSelector().getMatchExpressions().getFirst();
        assertThat(selector.getOperator()).isEqualTo("NotIn");
        assertThat(selector.getValues()).containsExactlyInAnyOrder(ClusterNames.NAMESPACE, "kube-system");
    }

    @Test
    void theManagerRunsWithAsLittleAsItCan() {
        var pod = one(Deployment.class).getSpec().getTemplate().getSpec();
        var container = pod.getContainers().getFirst();

        assertThat(container.getImage()).isEqualTo("intercepts/traffic-manager:1.2.3");
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getEnv()).anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("AGENT_IMAGE");
            assertThat(variable.getValue()).isEqualTo("intercepts/traffic-agent:1.2.3");
        });
    }

    @Test
    void forOneNamespaceNothingIsMadeBesideIt() {
        InstallSettings settings =
                InstallSettings.DEFAULTS.with(InstallOptions.NONE.withScope(ManagerScope.namespace.name()));
        List<HasMetadata> all = Manifests.of("1.2.3", settings, "team-a");

        assertThat(all)
                .extracting(HasMetadata::getKind)
                .containsExactly("ServiceAccount", "Role", "RoleBinding", "Service", "Deployment");
        assertThat(all)
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getNamespace()).isEqualTo("team-a"));
        assertThat(all.getLast()).isInstanceOfSatisfying(Deployment.class, deployment -> {
            assertThat(Installed.of(deployment, true).settings()).isEqualTo(settings);
            assertThat(deployment
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getEnv())
                    .anySatisfy(variable -> {
                        assertThat(variable.getName()).isEqualTo("MANAGER_SCOPE");
                        assertThat(variable.getValue()).isEqualTo("namespace");
                    });
        });
        // Whoever installs it has all that it gets: the API server lets nobody give more.
        assertThat(NeededRights.install(ManagerScope.namespace, "team-a"))
                .contains(new Rights.Right("patch", "coordination.k8s.io", "leases", "team-a"))
                .allSatisfy(right -> assertThat(right.namespace()).isEqualTo("team-a"));
    }

    @Test
    void aSecondManagerStandsByAndOnlyTheWebhookReachesIt() {
        var spec = one(Deployment.class).getSpec();
        assertThat(spec.getReplicas()).isEqualTo(2);
        assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal())
                .isZero();

        Map<String, Map<String, String>> selectors = new java.util.HashMap<>();
        ALL.stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .forEach(service -> selectors.put(
                        service.getMetadata().getName(), service.getSpec().getSelector()));
        assertThat(selectors.get(ClusterNames.MANAGER))
                .containsAllEntriesOf(ManagerLabels.SELECTOR)
                .containsEntry(ClusterNames.ACTIVE_LABEL, "true");
        assertThat(selectors.get(ClusterNames.WEBHOOK_SERVICE)).isEqualTo(ManagerLabels.SELECTOR);
        assertThat(one(MutatingWebhookConfiguration.class)
                        .getWebhooks()
                        .getFirst()
                        .getClientConfig()
                        .getService()
                        .getName())
                .isEqualTo(ClusterNames.WEBHOOK_SERVICE);
    }

    @Test
    void connectorsPortsAreNotPublished() {
        List<Integer> published = ALL.stream()
                .filter(Service.class::isInstance)
                .flatMap(service -> ((Service) service).getSpec().getPorts().stream())
                .map(ServicePort::getPort)
                .toList();

        assertThat(published)
                .doesNotContain(ClusterNames.MANAGER_CONNECTOR_API_PORT, ClusterNames.MANAGER_CONNECTOR_TUNNEL_PORT);
    }

    @Test
    void theManagerMayNotReadSecretsOfOthers() {
        assertThat(one(ClusterRole.class).getRules())
                .allSatisfy(rule -> assertThat(rule.getResources()).doesNotContain("secrets", "*"));
    }

    @Test
    void theManagersRightsNameEachThing() {
        List<PolicyRule> rules =
                new java.util.ArrayList<>(one(ClusterRole.class).getRules());
        rules.addAll(one(Role.class).getRules());
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.getApiGroups()).doesNotContain("*");
            assertThat(rule.getResources())
                    .doesNotContain("*", "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers");
            assertThat(rule.getVerbs()).doesNotContain("*", "escalate", "bind", "impersonate");
        });
        assertThat(one(Role.class).getRules())
                .filteredOn(rule -> rule.getResources().contains("secrets"))
                .filteredOn(rule -> !rule.getVerbs().equals(List.of("create")))
                .allSatisfy(rule -> assertThat(rule.getResourceNames())
                        .containsExactly(ClusterNames.WEBHOOK_SECRET, ClusterNames.UPLINK_SECRET));
    }

    @Test
    void kubectlShowsStateWorkloadOwnerAndAge() {
        var version =
                one(CustomResourceDefinition.class).getSpec().getVersions().getFirst();

        assertThat(version.getAdditionalPrinterColumns())
                .extracting(column -> column.getName() + column.getJsonPath())
                .containsExactly(
                        "State.status.state",
                        "Workload.spec.workload.name",
                        "Owner.spec.owner.user",
                        "Age.metadata.creationTimestamp");
        assertThat(version.getSubresources().getStatus()).isNotNull();
    }

    @Test
    void theSchemaKnowsEachFieldOfTheRecords() {
        var schema = one(CustomResourceDefinition.class)
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema();

        assertThat(java.util.Objects.requireNonNull(schema.getProperties().get("spec"))
                        .getProperties()
                        .keySet())
                .containsExactlyInAnyOrderElementsOf(names(dev.intercepts.protocol.intercept.InterceptSpec.class));
        assertThat(java.util.Objects.requireNonNull(schema.getProperties().get("status"))
                        .getProperties()
                        .keySet())
                .containsExactlyInAnyOrderElementsOf(names(dev.intercepts.protocol.intercept.InterceptStatus.class));
        assertThat(new KubernetesSerialization().asJson(schema)).contains("\"enum\":[\"tcp\",\"http\"]");
    }

    private static List<String> names(Class<?> type) {
        return java.util.Arrays.stream(type.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getName)
                .toList();
    }

    @Test
    void imagesComeFromWhereTheInstallationWasTold() {
        InstallSettings settings = new InstallSettings(
                "registry.example.com/team", "t1", "Always", List.of("login", "mirror"), 3, ManagerScope.cluster);
        Deployment deployment = Manifests.of("1.2.3", settings).stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
        var pod = deployment.getSpec().getTemplate().getSpec();
        var container = pod.getContainers().getFirst();

        assertThat(deployment.getSpec().getReplicas()).isEqualTo(3);
        assertThat(container.getImage()).isEqualTo("registry.example.com/team/traffic-manager:t1");
        assertThat(container.getImagePullPolicy()).isEqualTo("Always");
        assertThat(pod.getImagePullSecrets())
                .extracting(io.fabric8.kubernetes.api.model.LocalObjectReference::getName)
                .containsExactly("login", "mirror");
        assertThat(container.getEnv().stream()
                        .filter(variable -> variable.getValue() != null)
                        .collect(java.util.stream.Collectors.toMap(
                                io.fabric8.kubernetes.api.model.EnvVar::getName,
                                io.fabric8.kubernetes.api.model.EnvVar::getValue)))
                .isEqualTo(Map.of(
                        "AGENT_IMAGE", "registry.example.com/team/traffic-agent:t1",
                        "AGENT_IMAGE_PULL_POLICY", "Always",
                        "AGENT_IMAGE_PULL_SECRETS", "login,mirror"));
        assertThat(Installed.of(deployment, true))
                .isEqualTo(new Installed("1.2.3", settings, ManifestsDigest.of(ManagerScope.cluster), true, null));
    }

    @Test
    void unmarkingTakesOnlyOurMark() {
        String mark = ClusterNames.INJECT_ANNOTATION;

        assertThat(Uninstaller.unmarkingPatch(Map.of(mark, "enabled", "other", "x")))
                .isEqualTo("[{\"op\":\"remove\",\"path\":"
                        + "\"/spec/template/metadata/annotations/intercepts.dev~1inject-traffic-agent\"}]");
        assertThat(Uninstaller.unmarkingPatch(Map.of(mark, "enabled")))
                .isEqualTo("[{\"op\":\"remove\",\"path\":\"/spec/template/metadata/annotations\"}]");
    }
}
