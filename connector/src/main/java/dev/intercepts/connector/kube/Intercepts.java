package dev.intercepts.connector.kube;

import dev.intercepts.protocol.intercept.InterceptSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code Intercept} objects of a cluster. */
public final class Intercepts {

    private final KubernetesClient client;

    public Intercepts(Cluster cluster) {
        this.client = cluster.client();
    }

    /** The object, if it is there. */
    public Optional<StoredIntercept> find(String namespace, String name) {
        return KubeFailures.when("read intercept %s in namespace %s".formatted(name, namespace), () -> {
            Intercept found = client.resources(Intercept.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            return Optional.ofNullable(found).map(StoredIntercept::of);
        });
    }

    /** All of a namespace; of all namespaces for {@code null}. */
    public List<StoredIntercept> list(@Nullable String namespace) {
        String where = namespace == null ? "all namespaces" : "namespace " + namespace;
        return KubeFailures.when("list intercepts in " + where, () -> {
            var all = client.resources(Intercept.class);
            var items = namespace == null
                    ? all.inAnyNamespace().list().getItems()
                    : all.inNamespace(namespace).list().getItems();
            return items.stream().map(StoredIntercept::of).toList();
        });
    }

    /** Creates the object, or replaces the specification of the one that is there. */
    public StoredIntercept put(String namespace, String name, InterceptSpec spec) {
        return KubeFailures.when("write intercept %s in namespace %s".formatted(name, namespace), () -> {
            Intercept wanted = new Intercept();
            wanted.setMetadata(new ObjectMetaBuilder()
                    .withName(name)
                    .withNamespace(namespace)
                    .build());
            wanted.setSpec(spec);
            return StoredIntercept.of(create(namespace, wanted));
        });
    }

    private Intercept create(String namespace, Intercept wanted) {
        var resource = client.resources(Intercept.class)
                .inNamespace(namespace)
                .withName(wanted.getMetadata().getName());
        if (resource.get() == null) {
            try {
                return client.resource(wanted).inNamespace(namespace).create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409) {
                    throw e;
                }
            }
        }
        return resource.edit(there -> {
            there.setSpec(wanted.getSpec());
            return there;
        });
    }

    /** Deletes the object; one that is not there is fine. */
    public void delete(String namespace, String name) {
        KubeFailures.when("delete intercept %s in namespace %s".formatted(name, namespace), () -> {
            client.resources(Intercept.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .delete();
            return true;
        });
    }

    /** Told of changes, on threads of the client's. */
    public interface Watcher {

        /** It is there, new or changed. */
        void present(StoredIntercept intercept);

        /** It is gone; what it was last. */
        void gone(StoredIntercept last);
    }

    /**
     * Watches a namespace until closed, and again by itself after each break; nothing that happened meanwhile is missed but
     * what came and went.
     */
    public AutoCloseable watch(String namespace, Watcher watcher) {
        var informer = client.resources(Intercept.class).inNamespace(namespace).runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Intercept added) {
                watcher.present(StoredIntercept.of(added));
            }

            @Override
            public void onUpdate(Intercept before, Intercept now) {
                watcher.present(StoredIntercept.of(now));
            }

            @Override
            public void onDelete(Intercept last, boolean finalStateUnknown) {
                watcher.gone(StoredIntercept.of(last));
            }
        });
        informer.exceptionHandler((isStarted, e) -> true);
        informer.start();
        return informer::close;
    }
}
