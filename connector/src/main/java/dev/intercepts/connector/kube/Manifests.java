package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the installer puts into a cluster, as a pure function of the version and of what was chosen. */
final class Manifests {

    private static final String NAME = ClusterNames.MANAGER;

    private Manifests() {}

    /** All of it in the default namespace, in the order of applying. */
    static List<HasMetadata> of(String version, InstallSettings settings) {
        return of(version, settings, ClusterNames.NAMESPACE);
    }

    /** All of it in a namespace, in the order of applying. */
    static List<HasMetadata> of(String version, InstallSettings settings, String namespace) {
        return of(version, settings, namespace, ManifestsDigest.of(settings.scope()));
    }

    /** The same, with a digest that is given. */
    static List<HasMetadata> of(String version, InstallSettings settings, String namespace, String digest) {
        Map<String, String> labels = labels(version);
        ObjectMeta meta = meta(namespace, labels);
        List<HasMetadata> all = new ArrayList<>();
        if (settings.scope() == ManagerScope.namespace) {
            all.add(new ServiceAccountBuilder().withMetadata(meta).build());
            all.addAll(ManagerRoles.ofNamespace(meta));
            all.add(service(meta));
            all.add(deployment(version, settings, digest, meta));
            return all;
        }
        all.add(new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .withLabels(labels)
                .endMetadata()
                .build());
        all.add(InterceptSchema.definition(labels));
        all.add(new ServiceAccountBuilder().withMetadata(meta).build());
        all.addAll(ManagerRoles.ofCluster(meta));
        all.add(service(meta));
        all.add(webhookService(namespace, labels));
        all.add(deployment(version, settings, digest, meta));
        all.add(webhook(namespace, labels));
        return all;
    }

    private static Map<String, String> labels(String version) {
        return Map.of(
                "app.kubernetes.io/name",
                NAME,
                "app.kubernetes.io/part-of",
                "intercepts",
                ManagerLabels.VERSION,
                version);
    }

    private static ObjectMeta meta(String namespace, Map<String, String> labels) {
        return new ObjectMetaBuilder()
                .withName(NAME)
                .withNamespace(namespace)
                .withLabels(labels)
                .build();
    }

    private static Deployment deployment(String version, InstallSettings settings, String digest, ObjectMeta meta) {
        ObjectMeta metadata = new ObjectMetaBuilder(meta)
                .withAnnotations(
                        Map.of(ManagerLabels.SETTINGS, settings.toAnnotation(), ManagerLabels.MANIFESTS, digest))
                .build();
        return new DeploymentBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withReplicas(settings.replicas())
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(1))
                .withMaxUnavailable(new IntOrString(0))
                .endRollingUpdate()
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(ManagerLabels.SELECTOR)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(meta.getLabels())
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(NAME)
                .withImagePullSecrets(settings.imagePullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName(NAME)
                .withImage(settings.image("traffic-manager", version))
                .withImagePullPolicy(given(settings.imagePullPolicy()))
                .withEnv(variables(version, settings))
                .withPorts(ports(settings.scope()))
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/readyz")
                .withPort(new IntOrString("health"))
                .endHttpGet()
                .withPeriodSeconds(2)
                .withTimeoutSeconds(3)
                .endReadinessProbe()
                .withNewLivenessProbe()
                .withNewHttpGet()
                .withPath("/healthz")
                .withPort(new IntOrString("health"))
                .endHttpGet()
                .withInitialDelaySeconds(30)
                .withPeriodSeconds(10)
                .withTimeoutSeconds(5)
                .withFailureThreshold(6)
                .endLivenessProbe()
                .withNewResources()
                .addToRequests("cpu", new Quantity("50m"))
                .addToRequests("memory", new Quantity("160Mi"))
                .addToLimits("memory", new Quantity("512Mi"))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                // On nodes apart where there are some.
                .addNewTopologySpreadConstraint()
                .withMaxSkew(1)
                .withTopologyKey("kubernetes.io/hostname")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(ManagerLabels.SELECTOR)
                .endLabelSelector()
                .endTopologySpreadConstraint()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static List<EnvVar> variables(String version, InstallSettings settings) {
        List<EnvVar> variables = new ArrayList<>();
        variables.add(variable("AGENT_IMAGE", settings.image("traffic-agent", version)));
        if (!settings.imagePullPolicy().isEmpty()) {
            variables.add(variable("AGENT_IMAGE_PULL_POLICY", settings.imagePullPolicy()));
        }
        if (!settings.imagePullSecrets().isEmpty()) {
            variables.add(variable("AGENT_IMAGE_PULL_SECRETS", String.join(",", settings.imagePullSecrets())));
        }
        if (settings.scope() != InstallSettings.DEFAULTS.scope()) {
            variables.add(variable("MANAGER_SCOPE", settings.scope().name()));
        }
        variables.add(fieldVariable("POD_NAMESPACE", "metadata.namespace"));
        variables.add(fieldVariable("POD_NAME", "metadata.name"));
        variables.add(fieldVariable("POD_IP", "status.podIP"));
        return variables;
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar fieldVariable(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static List<ContainerPort> ports(ManagerScope scope) {
        List<ContainerPort> ports = new ArrayList<>();
        ports.add(port("agent-api", ClusterNames.MANAGER_AGENT_API_PORT));
        ports.add(port("agent-tunnel", ClusterNames.MANAGER_AGENT_TUNNEL_PORT));
        if (scope == ManagerScope.cluster) {
            ports.add(port("webhook", ClusterNames.MANAGER_WEBHOOK_PORT));
        }
        ports.add(port("health", ClusterNames.MANAGER_HEALTH_PORT));
        return ports;
    }

    private static ContainerPort port(String name, int port) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(port)
                .withProtocol("TCP")
                .build();
    }

    /** Leads agents to the replica that works. */
    private static Service service(ObjectMeta meta) {
        return new ServiceBuilder()
                .withMetadata(meta)
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(ManagerLabels.SELECTOR)
                .addToSelector(ManagerLabels.ACTIVE)
                .withPorts(
                        servicePort("agent-api", ClusterNames.MANAGER_AGENT_API_PORT),
                        servicePort("agent-tunnel", ClusterNames.MANAGER_AGENT_TUNNEL_PORT))
                .endSpec()
                .build();
    }

    /** Leads the API server to any replica, so that no pod is missed while one takes over from another. */
    private static Service webhookService(String namespace, Map<String, String> labels) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(ClusterNames.WEBHOOK_SERVICE)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(ManagerLabels.SELECTOR)
                .withPorts(servicePort("webhook", 443))
                .endSpec()
                .build();
    }

    private static ServicePort servicePort(String name, int port) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(name))
                .build();
    }

    /**
     * Without {@code caBundle}: the Traffic Manager makes its own certificate authority and writes the bundle, which stays its
     * field. It fails open, and never sees pods of its own namespace or of kube-system.
     */
    private static MutatingWebhookConfiguration webhook(String namespace, Map<String, String> labels) {
        return new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(ClusterNames.WEBHOOK)
                .withLabels(labels)
                .endMetadata()
                .addNewWebhook()
                .withName("agent-injector." + ClusterNames.GROUP)
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Ignore")
                .withReinvocationPolicy("IfNeeded")
                .withTimeoutSeconds(5)
                .withNewClientConfig()
                .withNewService()
                .withNamespace(namespace)
                .withName(ClusterNames.WEBHOOK_SERVICE)
                .withPath(ClusterNames.INJECT_PATH)
                .withPort(443)
                .endService()
                .endClientConfig()
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withResources("pods")
                .withOperations("CREATE")
                .withScope("Namespaced")
                .endRule()
                .withNewNamespaceSelector()
                .addNewMatchExpression()
                .withKey("kubernetes.io/metadata.name")
                .withOperator("NotIn")
                .withValues(namespace, "kube-system")
                .endMatchExpression()
                .endNamespaceSelector()
                .endWebhook()
                .build();
    }
}
