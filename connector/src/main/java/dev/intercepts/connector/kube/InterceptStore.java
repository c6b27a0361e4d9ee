package dev.intercepts.connector.kube;

import dev.intercepts.protocol.intercept.InterceptSpec;
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

    void delete(String namespace, String name);

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
