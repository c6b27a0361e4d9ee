package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.Views.WorkloadLine;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptNames;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workloads of a cluster and the Services before them. */
public final class Workloads {

    private final Cluster cluster;
    private final KubernetesClient client;

    public Workloads(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    /** What a namespace (all of them for {@code null}) has, sorted, without who intercepts it. */
    public List<WorkloadLine> list(@Nullable String namespace) {
        String where = namespace == null ? "all namespaces" : "namespace " + namespace;
        List<WorkloadObject> found = objects(namespace, where);
        List<Service> services =
                KubeFailures.when("list services in " + where, () -> items(client.services(), namespace));
        return lines(found, services, cluster);
    }

    /** A line for each workload that is for people, sorted. */
    static List<WorkloadLine> lines(List<WorkloadObject> workloads, List<Service> services, Cluster cluster) {
        return workloads.stream()
                .filter(workload -> !workload.owned())
                .filter(workload -> !untouchable(workload, cluster))
                .sorted(Comparator.comparing(WorkloadObject::namespace)
                        .thenComparing(WorkloadObject::kind)
                        .thenComparing(WorkloadObject::name))
                .map(workload -> line(workload, services))
                .toList();
    }

    /**
     * The workload that a person means.
     *
     * @param kind {@code null} for the first of Deployment, StatefulSet, ReplicaSet that is there
     */
    public Workload resolve(String namespace, @Nullable WorkloadKind kind, String name) {
        WorkloadObject found = object(namespace, kind, name);
        if (found.namespace().equals(cluster.managerNamespace()) && name.equals(ClusterNames.MANAGER)) {
            throw Failure.failed(
                    "not-interceptable",
                    "the Traffic Manager itself cannot be intercepted",
                    "`telepresence list` shows what can");
        }
        return found.workload();
    }

    /**
     * The Service and port that are meant, checked before anything changes.
     *
     * @param servicePort name or number, or {@code null}
     * @throws dev.intercepts.connector.contract.FailureException where there is none, or several and none named
     */
    public void checkPort(String namespace, Workload workload, @Nullable String service, @Nullable String servicePort) {
        WorkloadObject object = object(namespace, workload.kind(), workload.name());
        ServicePorts.check(
                workload.name(), candidates(namespace, object, service), servicePort, object.containerPorts());
    }

    /**
     * Whether a workload's pods have a container of this name.
     *
     * @throws dev.intercepts.connector.contract.FailureException with the names that they have, where not
     */
    public void checkContainer(String namespace, Workload workload, String container) {
        PodTemplateSpec template =
                object(namespace, workload.kind(), workload.name()).template();
        checkContainer(
                workload.name(),
                template.getSpec().getContainers().stream()
                        .map(Container::getName)
                        .toList(),
                container);
    }

    static void checkContainer(String workload, List<String> containers, String container) {
        if (!containers.contains(container)) {
            throw Failure.usage(
                    "no-such-container",
                    "%s has no container %s (expected: one of %s)"
                            .formatted(workload, container, String.join(", ", containers)),
                    "name one with --container");
        }
    }

    /** What to offer for the ingress of a preview. */
    public IngressOptions suggestIngress(String namespace, Workload workload, @Nullable String service) {
        List<Service> candidates = candidates(namespace, object(namespace, workload.kind(), workload.name()), service);
        return IngressSuggestion.of(
                visible(client.services(), namespace), visibleIngresses(namespace), namespace, candidates.getFirst());
    }

    /** Those that lead to the workload, headless ones last; never empty. */
    private List<Service> candidates(String namespace, WorkloadObject object, @Nullable String service) {
        Workload workload = object.workload();
        List<Service> all =
                KubeFailures.when("list services in namespace " + namespace, () -> items(client.services(), namespace));
        List<Service> selecting = ServicePorts.selecting(all, object.podLabels());
        List<Service> named = selecting.stream()
                .filter(candidate -> service == null
                        || service.equals(candidate.getMetadata().getName()))
                .sorted(Comparator.comparing(ServicePorts::headless))
                .toList();
        if (named.isEmpty()) {
            throw Failure.failed(
                    "no-service",
                    service == null
                            ? "no service in namespace %s leads to %s".formatted(namespace, workload)
                            : "service %s does not lead to %s".formatted(service, workload),
                    selecting.isEmpty()
                            ? "make a Service that selects its pods"
                            : "name one of " + ServicePorts.names(selecting) + " with --service");
        }
        return named;
    }

    /** Whether its new pods ask for an agent already. */
    public boolean marked(String namespace, Workload workload) {
        return object(namespace, workload.kind(), workload.name()).marked();
    }

    WorkloadObject object(String namespace, @Nullable WorkloadKind kind, String name) {
        return KubeFailures.when("read workload %s in namespace %s".formatted(name, namespace), () -> {
            List<WorkloadKind> kinds = kind == null ? List.of(WorkloadKind.values()) : List.of(kind);
            return kinds.stream()
                    .map(each -> get(namespace, each, name))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> noSuchWorkload(namespace, kind, name));
        });
    }

    /** All workloads of a namespace, or of all of them. */
    List<WorkloadObject> objects(@Nullable String namespace, String where) {
        return KubeFailures.when("list workloads in " + where, () -> {
            List<WorkloadObject> found = new ArrayList<>();
            items(client.apps().deployments(), namespace).forEach(each -> found.add(WorkloadObject.of(each)));
            items(client.apps().statefulSets(), namespace).forEach(each -> found.add(WorkloadObject.of(each)));
            items(client.apps().replicaSets(), namespace).forEach(each -> found.add(WorkloadObject.of(each)));
            return found;
        });
    }

    private @Nullable WorkloadObject get(String namespace, WorkloadKind kind, String name) {
        return switch (kind) {
            case Deployment -> {
                var found = client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name)
                        .get();
                yield found == null ? null : WorkloadObject.of(found);
            }
            case StatefulSet -> {
                var found = client.apps()
                        .statefulSets()
                        .inNamespace(namespace)
                        .withName(name)
                        .get();
                yield found == null ? null : WorkloadObject.of(found);
            }
            case ReplicaSet -> {
                var found = client.apps()
                        .replicaSets()
                        .inNamespace(namespace)
                        .withName(name)
                        .get();
                yield found == null ? null : WorkloadObject.of(found);
            }
        };
    }

    private RuntimeException noSuchWorkload(String namespace, @Nullable WorkloadKind kind, String name) {
        Optional<String> other = kind == null ? OtherWorkloads.find(client, namespace, name) : Optional.empty();
        if (other.isPresent()) {
            return Failure.failed(
                    "not-interceptable",
                    "%s in namespace %s cannot be intercepted".formatted(other.get(), namespace),
                    "only Deployments, StatefulSets and ReplicaSets can; `telepresence list` shows them");
        }
        List<String> existing = objects(namespace, "namespace " + namespace).stream()
                .filter(workload -> kind == null || kind == workload.kind())
                .filter(workload -> !workload.owned())
                .map(WorkloadObject::name)
                .toList();
        String what = kind == null ? "workload" : kind.name().toLowerCase(java.util.Locale.ROOT);
        return Failure.failed(
                "no-such-workload",
                "there is no %s %s in namespace %s".formatted(what, name, namespace),
                InterceptNames.nearest(name, existing)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("`telepresence list` shows what there is; --namespace names another namespace"));
    }

    private static WorkloadLine line(WorkloadObject workload, List<Service> services) {
        List<Service> near = services.stream()
                .filter(service ->
                        workload.namespace().equals(service.getMetadata().getNamespace()))
                .toList();
        List<Service> leading = ServicePorts.selecting(near, workload.podLabels());
        return new WorkloadLine(
                workload.namespace(),
                workload.kind().name(),
                workload.name(),
                workload.marked(),
                WorkloadObstacle.of(workload, leading).orElse(null),
                List.of());
    }

    /** The Traffic Manager does not look into its own namespace, unless that is all it looks into; then not at itself. */
    private static boolean untouchable(WorkloadObject workload, Cluster cluster) {
        boolean own = workload.namespace().equals(cluster.managerNamespace());
        return cluster.scope() == ManagerScope.namespace
                ? own && workload.name().equals(ClusterNames.MANAGER)
                : own || workload.namespace().equals("kube-system");
    }

    private static <T extends HasMetadata, L extends io.fabric8.kubernetes.api.model.KubernetesResourceList<T>>
            List<T> items(MixedOperation<T, L, ?> operation, @Nullable String namespace) {
        if (namespace != null) {
            return operation.inNamespace(namespace).list().getItems();
        }
        return operation.inAnyNamespace().list().getItems();
    }

    /** Of all namespaces where that is allowed, else of one. */
    private static <T extends HasMetadata, L extends io.fabric8.kubernetes.api.model.KubernetesResourceList<T>>
            List<T> visible(MixedOperation<T, L, ?> operation, String namespace) {
        try {
            return items(operation, null);
        } catch (KubernetesClientException e) {
            return items(operation, namespace);
        }
    }

    private List<Ingress> visibleIngresses(String namespace) {
        try {
            return visible(client.network().v1().ingresses(), namespace);
        } catch (KubernetesClientException e) {
            // Not every developer may read them, and not every cluster has them: there is a question anyway.
            return List.of();
        }
    }
}
