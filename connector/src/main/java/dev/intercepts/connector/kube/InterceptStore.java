package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The objects that stand for intercepts. The client's exceptions pass through. */
interface InterceptStore {

    Optional<StoredIntercept> find(String namespace, String name);

    /** Of all namespaces for {@code null}. */
    List<StoredIntercept> list(@Nullable String namespace);

    StoredIntercept put(String namespace, String name, InterceptSpec spec);

    /**
     * Deletes the object; one that is not there is fine.
     *
     * @param by who ends it, for whoever follows it; {@code null} where it is whose it was
     */
    void delete(String namespace, String name, @Nullable String by);

    /** The same for the object that stands for it. */
    static <T extends HasMetadata> void delete(Resource<T> object, @Nullable String by) {
        if (by != null && object.get() != null) {
            object.edit(there -> {
                there.setMetadata(new ObjectMetaBuilder(there.getMetadata())
                        .addToAnnotations(ClusterNames.ENDED_BY_ANNOTATION, by)
                        .build());
                return there;
            });
        }
        object.delete();
    }

    /** Follows them; not started. */
    Followed follow(@Nullable String namespace, ResourceEventHandler<StoredIntercept> handler);

    /**
     * Objects that are followed.
     *
     * @param intercepts what is known now
     */
    record Followed(SharedIndexInformer<?> informer, Supplier<List<StoredIntercept>> intercepts) {}

    /** Where a cluster's Traffic Manager looks for them. */
    static InterceptStore of(Cluster cluster) {
        return cluster.scope() == ManagerScope.namespace
                ? new InterceptConfigMaps(cluster)
                : new InterceptResources(cluster.client());
    }
}
