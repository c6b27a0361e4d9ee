package dev.intercepts.connector.kube;

import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.Owner;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code Intercept} objects of a cluster, of the kind that its Traffic Manager looks for. */
public final class Intercepts {

    private final Cluster cluster;

    public Intercepts(Cluster cluster) {
        this.cluster = cluster;
    }

    private InterceptStore store() {
        return InterceptStore.of(cluster);
    }

    /** The object, if it is there. */
    public Optional<StoredIntercept> find(String namespace, String name) {
        return KubeFailures.when(
                "read intercept %s in namespace %s".formatted(name, namespace), () -> store().find(namespace, name));
    }

    /** All of a namespace; of all namespaces for {@code null}. */
    public List<StoredIntercept> list(@Nullable String namespace) {
        String where = namespace == null ? "all namespaces" : "namespace " + namespace;
        return KubeFailures.when("list intercepts in " + where, () -> store().list(namespace));
    }

    /** Creates the object, or replaces the specification of the one that is there. */
    public StoredIntercept put(String namespace, String name, InterceptSpec spec) {
        return KubeFailures.when(
                "write intercept %s in namespace %s".formatted(name, namespace),
                () -> store().put(namespace, name, spec));
    }

    /** Deletes the object; one that is not there is fine. */
    public void delete(String namespace, String name) {
        delete(namespace, name, null);
    }

    /** Deletes another's object; whoever follows it is told who has it now. */
    public void takeOver(String namespace, String name, Owner by) {
        delete(namespace, name, takenOverBy(by));
    }

    /** Who has ended an intercept by taking its name over, for people. */
    public static String takenOverBy(Owner owner) {
        return "%s on %s, who took it over".formatted(owner.user(), owner.laptop());
    }

    private void delete(String namespace, String name, @Nullable String by) {
        KubeFailures.when("delete intercept %s in namespace %s".formatted(name, namespace), () -> {
            store().delete(namespace, name, by);
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
        var informer = store().follow(namespace, new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(StoredIntercept added) {
                        watcher.present(added);
                    }

                    @Override
                    public void onUpdate(StoredIntercept before, StoredIntercept now) {
                        watcher.present(now);
                    }

                    @Override
                    public void onDelete(StoredIntercept last, boolean finalStateUnknown) {
                        watcher.gone(last);
                    }
                })
                .informer();
        informer.exceptionHandler((isStarted, e) -> true);
        informer.start();
        return informer::close;
    }
}
