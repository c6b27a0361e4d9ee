package dev.intercepts.manager.kube;

import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.NamespaceRules;
import dev.intercepts.manager.world.PodOwner;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.manager.world.WorkloadView;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a cluster through informers and gives snapshots of it. */
public final class ClusterWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private final KubernetesClient client;
    private final Runnable onChange;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final @Nullable String only;
    private final Supplier<Stream<InterceptResource>> intercepts;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<ReplicaSet> replicaSets;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Service> services;
    private final NamespaceWatch namespaces;

    /**
     * Begins to watch; what cannot be watched yet (no custom resource definition, no rights) is tried again.
     *
     * @param only the namespace to look at, {@code null} for all
     * @param onChange told of each change, on an informer's thread
     */
    public ClusterWatch(KubernetesClient client, @Nullable String only, Runnable onChange) {
        this.client = client;
        this.only = only;
        this.onChange = onChange;
        this.intercepts = only == null ? resources() : configMaps(only);
        this.deployments = watch(within(client.apps().deployments()).runnableInformer(0));
        this.statefulSets = watch(within(client.apps().statefulSets()).runnableInformer(0));
        this.replicaSets = watch(within(client.apps().replicaSets()).runnableInformer(0));
        this.pods = watch(within(client.pods()).runnableInformer(0));
        this.services = watch(within(client.services()).runnableInformer(0));
        this.namespaces = new NamespaceWatch(client, only, new Changes<>(), onChange);
    }

    private Supplier<Stream<InterceptResource>> resources() {
        var informer = watch(client.genericKubernetesResources(InterceptObjects.CONTEXT)
                .inAnyNamespace()
                .runnableInformer(0));
        return () -> informer.getStore().list().stream().map(InterceptObjects::read);
    }

    private Supplier<Stream<InterceptResource>> configMaps(String namespace) {
        var informer = watch(client.configMaps()
                .inNamespace(namespace)
                .withLabel(ClusterNames.INTERCEPT_LABEL)
                .runnableInformer(0));
        return () -> informer.getStore().list().stream().flatMap(object -> InterceptConfigMaps.read(object).stream());
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>>
            FilterWatchListDeletable<T, L, ? extends Resource<T>> within(
                    MixedOperation<T, L, ? extends Resource<T>> all) {
        return only == null ? all.inAnyNamespace() : all.inNamespace(only);
    }

    private <T> SharedIndexInformer<T> watch(SharedIndexInformer<T> informer) {
        informer.exceptionHandler((started, failure) -> {
            LOG.atWarn()
                    .addKeyValue("kind", informer.getApiTypeClass().getSimpleName())
                    .addKeyValue("failure", String.valueOf(failure.getMessage()))
                    .log("Cannot watch; trying again");
            return true;
        });
        informer.addEventHandler(new Changes<>());
        informer.start().whenComplete((done, failure) -> onChange.run());
        informers.add(informer);
        return informer;
    }

    /** Whether everything was seen once; a snapshot before that would look like a cluster that lost things. */
    public boolean ready() {
        return informers.stream().allMatch(SharedIndexInformer::hasSynced) && namespaces.ready();
    }

    /** What is known now. */
    public ClusterSnapshot snapshot() {
        List<WorkloadView> workloads = new ArrayList<>();
        deployments.getStore().list().forEach(deployment -> workloads.add(Views.of(asWritten(deployment))));
        statefulSets.getStore().list().forEach(set -> workloads.add(Views.of(asWritten(set))));
        replicaSets.getStore().list().forEach(set -> workloads.add(Views.of(asWritten(set))));
        List<PodView> views = new ArrayList<>();
        for (Pod pod : pods.getStore().list()) {
            if (!Views.finished(pod)) {
                workloadOf(pod).ifPresent(workload -> views.add(Views.of(pod, workload)));
            }
        }
        return ClusterSnapshot.of(intercepts.get().toList(), services(), workloads, views, namespaces.rules());
    }

    /** Without the agent that this manager itself wrote into the template; another manager's is somebody else's. */
    private <T extends HasMetadata> T asWritten(T workload) {
        return only == null ? workload : WrittenTemplates.withoutAgent(workload);
    }

    /** What namespaces allow, as far as it is known now. */
    public NamespaceRules rules() {
        return namespaces.rules();
    }

    /** The cluster's address of a Service; empty where it is not known, or has none. */
    public Optional<String> address(String namespace, String service) {
        return Optional.ofNullable(services.getStore().getByKey(namespace + "/" + service))
                .map(found -> found.getSpec().getClusterIP())
                .filter(address -> !address.equals("None"));
    }

    /** The Services that are known now. */
    public List<ServiceView> services() {
        return services.getStore().list().stream().map(Views::of).toList();
    }

    /**
     * The workload that a pod belongs to by its controller; asks the API server where a new ReplicaSet was not seen yet.
     * Blocks.
     */
    public Optional<WorkloadRef> workloadOf(String namespace, String ownerKind, String ownerName) {
        return Views.kind(ownerKind).map(kind -> {
            Workload owner = new Workload(kind, ownerName);
            boolean unseen = kind == WorkloadKind.ReplicaSet && cached(namespace, ownerName) == null;
            ReplicaSet fresh = unseen
                    ? client.apps()
                            .replicaSets()
                            .inNamespace(namespace)
                            .withName(ownerName)
                            .get()
                    : null;
            return fresh == null
                    ? top(namespace, owner)
                    : new WorkloadRef(namespace, Views.owner(fresh).orElse(owner));
        });
    }

    /** Whose pod it is; empty for one that was not seen. */
    public Optional<PodOwner> owner(PodRef ref) {
        return Optional.ofNullable(pods.getStore().getByKey(ref.namespace() + "/" + ref.name()))
                .map(pod -> new PodOwner(workloadOf(pod).orElse(null)));
    }

    private Optional<WorkloadRef> workloadOf(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        return Views.owner(pod).map(owner -> {
            boolean unseen = owner.kind() == WorkloadKind.ReplicaSet && cached(namespace, owner.name()) == null;
            return unseen
                    ? Views.deploymentByHash(pod, owner)
                            .filter(deployment ->
                                    deployments.getStore().getByKey(namespace + "/" + deployment.name()) != null)
                            .map(deployment -> new WorkloadRef(namespace, deployment))
                            .orElseGet(() -> new WorkloadRef(namespace, owner))
                    : top(namespace, owner);
        });
    }

    private WorkloadRef top(String namespace, Workload owner) {
        if (owner.kind() == WorkloadKind.ReplicaSet) {
            ReplicaSet set = cached(namespace, owner.name());
            if (set != null) {
                return new WorkloadRef(namespace, Views.owner(set).orElse(owner));
            }
        }
        return new WorkloadRef(namespace, owner);
    }

    private @Nullable ReplicaSet cached(String namespace, String name) {
        return replicaSets.getStore().getByKey(namespace + "/" + name);
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
        namespaces.close();
    }

    private final class Changes<T> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            onChange.run();
        }

        @Override
        public void onUpdate(T before, T after) {
            onChange.run();
        }

        @Override
        public void onDelete(T object, boolean stateUnknown) {
            onChange.run();
        }
    }
}
