package dev.intercepts.manager.kube;

import dev.intercepts.manager.world.NamespaceRules;
import dev.intercepts.manager.world.PodSecurity;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what namespaces allow. A manager that may not know it works all the same: what it cannot foresee, the API server's
 * refusal says later.
 */
final class NamespaceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NamespaceWatch.class);

    private final Followed<Namespace> namespaces;
    private final Followed<NetworkPolicy> policies;

    NamespaceWatch(KubernetesClient client, ResourceEventHandler<Object> changes, Runnable onChange) {
        this.namespaces = new Followed<>(client.namespaces().runnableInformer(0), changes, onChange);
        this.policies = new Followed<>(
                client.network().v1().networkPolicies().inAnyNamespace().runnableInformer(0), changes, onChange);
    }

    /** Whether all was seen once that may be seen. */
    boolean ready() {
        return namespaces.ready() && policies.ready();
    }

    NamespaceRules rules() {
        Map<String, PodSecurity> levels = namespaces.informer.getStore().list().stream()
                .collect(Collectors.toMap(
                        namespace -> namespace.getMetadata().getName(),
                        NamespaceViews::podSecurity,
                        (one, two) -> two));
        return new NamespaceRules(
                levels,
                policies.informer.getStore().list().stream()
                        .map(NamespaceViews::of)
                        .toList());
    }

    @Override
    public void close() {
        namespaces.informer.stop();
        policies.informer.stop();
    }

    /** An informer that may turn out to be not allowed. */
    private static final class Followed<T> {

        private final SharedIndexInformer<T> informer;
        private final AtomicBoolean withheld = new AtomicBoolean();

        Followed(SharedIndexInformer<T> informer, ResourceEventHandler<Object> changes, Runnable onChange) {
            this.informer = informer;
            informer.exceptionHandler((started, failure) -> {
                boolean denied = failure instanceof KubernetesClientException answer
                        && (answer.getCode() == 403 || answer.getCode() == 404);
                if (denied && !withheld.getAndSet(true)) {
                    LOG.atWarn()
                            .addKeyValue("kind", informer.getApiTypeClass().getSimpleName())
                            .addKeyValue("failure", String.valueOf(failure.getMessage()))
                            .log("Not allowed to watch; going on without");
                    onChange.run();
                }
                return true;
            });
            informer.addEventHandler(new Forward<>(changes));
            informer.start().whenComplete((done, failure) -> onChange.run());
        }

        boolean ready() {
            return withheld.get() || informer.hasSynced();
        }
    }

    private record Forward<T>(ResourceEventHandler<Object> to) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            to.onAdd(object);
        }

        @Override
        public void onUpdate(T before, T after) {
            to.onUpdate(before, after);
        }

        @Override
        public void onDelete(T object, boolean stateUnknown) {
            to.onDelete(object, stateUnknown);
        }
    }
}
