package dev.intercepts.connector.kube;

import static dev.intercepts.connector.kube.WebhookExamination.permitted;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.doctor.ClusterFacts;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers for {@code doctor} what the API server tells, as far as the user may ask. Changes nothing. */
public final class ClusterExamination {

    private final Cluster cluster;
    private final @Nullable String asked;
    private final KubernetesClient client;
    private final InstantSource clock;

    /**
     * Of a cluster.
     *
     * @param asked the namespace that workloads are looked for in; {@code null} for the usual one
     */
    public ClusterExamination(Cluster cluster, @Nullable String asked, InstantSource clock) {
        this.cluster = cluster;
        this.client = cluster.client();
        this.asked = asked;
        this.clock = clock;
    }

    /** Looks at everything; blocks. */
    public ClusterFacts look(Consumer<String> progress) {
        progress.accept("Asking " + cluster.server());
        String version;
        try {
            version = KubeFailures.when(
                    "ask for the version of Kubernetes",
                    () -> client.getKubernetesVersion().getGitVersion());
            progress.accept("Asking for your rights");
            String namespace = asked == null ? cluster.namespace() : asked;
            List<ClusterFacts.Right> rights =
                    NeededRights.of(namespace, cluster.scope(), cluster.managerNamespace()).stream()
                            .map(needed -> new ClusterFacts.Right(
                                    needed.purpose(),
                                    needed.right().toString(),
                                    new Rights(cluster)
                                            .missing(List.of(needed.right()))
                                            .isEmpty()))
                            .toList();
            progress.accept("Looking at the Traffic Manager");
            return KubeFailures.when("look at the cluster", () -> facts(namespace, version, rights));
        } catch (FailureException e) {
            return unreachable(e.failure());
        }
    }

    private ClusterFacts unreachable(Failure failure) {
        return new ClusterFacts(
                cluster.context(),
                cluster.server(),
                proxy(),
                asked == null ? cluster.namespaceOfContext() : asked,
                cluster.managerNamespace(),
                null,
                failure,
                "",
                null,
                List.of(),
                null,
                null,
                null,
                false,
                List.of());
    }

    private ClusterFacts facts(String namespace, String version, List<ClusterFacts.Right> rights) {
        Optional<Namespace> there =
                permitted(() -> client.namespaces().withName(namespace).get());
        Optional<Deployment> deployment = permitted(() -> client.apps()
                .deployments()
                .inNamespace(cluster.managerNamespace())
                .withName(ClusterNames.MANAGER)
                .get());
        Failure unknown = deployment == null
                ? Failure.failed(
                                "kube-forbidden",
                                "you may not look for it in namespace " + cluster.managerNamespace(),
                                "ask an administrator of the cluster for that right")
                        .failure()
                : null;
        Deployment installed = deployment == null ? null : deployment.orElse(null);
        return new ClusterFacts(
                cluster.context(),
                cluster.server(),
                proxy(),
                namespace,
                cluster.managerNamespace(),
                cluster.scope() == ManagerScope.namespace ? cluster.managerNamespace() : null,
                null,
                version,
                there == null ? null : there.isPresent(),
                rights,
                installed == null ? null : manager(installed),
                unknown,
                installed == null || cluster.scope() == ManagerScope.namespace
                        ? null
                        : new WebhookExamination(cluster).look(),
                served(),
                agents(namespace));
    }

    private ClusterFacts.Manager manager(Deployment deployment) {
        List<Pod> pods = items(permitted(() -> client.pods()
                .inNamespace(cluster.managerNamespace())
                .withLabels(ManagerLabels.SELECTOR)
                .list()));
        Container container =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        Integer wanted = deployment.getSpec().getReplicas();
        var status = deployment.getStatus();
        Integer ready = status == null ? null : status.getReadyReplicas();
        return new ClusterFacts.Manager(
                Installed.of(deployment, true).version(),
                container.getImage(),
                container.getEnv().stream()
                        .filter(variable -> variable.getName().equals("AGENT_IMAGE"))
                        .map(EnvVar::getValue)
                        .findFirst()
                        .orElse(null),
                wanted == null ? 1 : wanted,
                ready == null ? 0 : ready,
                PodTrouble.of(deployment, pods),
                pods.stream()
                        .anyMatch(pod ->
                                pod.getMetadata().getLabels().entrySet().containsAll(ManagerLabels.ACTIVE.entrySet())),
                lease());
    }

    private ClusterFacts.@Nullable Lease lease() {
        Optional<Lease> lease = permitted(() -> client.leases()
                .inNamespace(cluster.managerNamespace())
                .withName(ClusterNames.MANAGER_LEASE)
                .get());
        if (lease == null || lease.isEmpty() || lease.get().getSpec() == null) {
            return null;
        }
        var spec = lease.get().getSpec();
        String holder = spec.getHolderIdentity();
        Integer duration = spec.getLeaseDurationSeconds();
        return new ClusterFacts.Lease(
                holder == null || holder.isEmpty() ? null : holder,
                spec.getRenewTime() == null
                        ? null
                        : Math.max(
                                0,
                                Duration.between(spec.getRenewTime().toInstant(), clock.instant())
                                        .toSeconds()),
                duration == null ? 0 : duration);
    }

    /** By discovery, which everybody may ask for. */
    private boolean served() {
        try {
            var resources = client.getApiResources(ClusterNames.GROUP + "/" + ClusterNames.VERSION);
            return resources != null
                    && resources.getResources().stream()
                            .anyMatch(resource -> resource.getName().equals(ClusterNames.INTERCEPT_PLURAL));
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    /** In all namespaces, or where that may not be asked for, in the one. */
    private List<ClusterFacts.Agent> agents(String namespace) {
        Optional<PodList> everywhere =
                permitted(() -> client.pods().inAnyNamespace().list());
        Optional<PodList> pods = everywhere != null
                ? everywhere
                : permitted(() -> client.pods().inNamespace(namespace).list());
        return items(pods).stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream()
                        .filter(container -> container.getName().equals(ClusterNames.AGENT_CONTAINER))
                        .map(container -> new ClusterFacts.Agent(
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName(),
                                container.getImage())))
                .toList();
    }

    private static List<Pod> items(@Nullable Optional<PodList> pods) {
        return pods == null ? List.of() : pods.map(PodList::getItems).orElse(List.of());
    }

    /** The one that requests to this server take; its login is nobody's to read. */
    private @Nullable String proxy() {
        var config = client.getConfiguration();
        String proxy = cluster.server().startsWith("https:") ? config.getHttpsProxy() : config.getHttpProxy();
        if (proxy == null || proxy.isBlank() || spared(config.getNoProxy())) {
            return null;
        }
        return dev.intercepts.connector.doctor.LaptopChecks.withoutLogin(proxy);
    }

    private boolean spared(String @Nullable [] hosts) {
        String host = java.net.URI.create(cluster.server()).getHost();
        return hosts != null
                && host != null
                && java.util.Arrays.stream(hosts)
                        .filter(Objects::nonNull)
                        .anyMatch(spared -> host.equals(spared) || host.endsWith(spared));
    }
}
