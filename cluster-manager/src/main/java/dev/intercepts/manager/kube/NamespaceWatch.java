package dev.intercepts.manager.kube;

import dev.intercepts.manager.world.NamespaceRules;
import dev.intercepts.manager.world.PodSecurity;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what namespaces allow. A manager that may not know it works all the same: what it cannot foresee, the API server's
 * refusal says later.
 */
final class NamespaceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NamespaceWatch.class);

    private final Supplier<Map<String, PodSecurity>> levels;
    private final List<Followed<?>> followed = new ArrayList<>();
    private final Followed<NetworkPolicy> policies;

    /**
     * Begins.
     *
     * @param only the namespace to look at, {@code null} for all
     */
    NamespaceWatch(
            KubernetesClient client, @Nullable String only, ResourceEventHandler<Object> changes, Runnable onChange) {
        if (only == null) {
            Followed<Namespace> namespaces = new Followed<>(client.namespaces().runnableInformer(0), changes, onChange);
            followed.add(namespaces);
            this.levels = () -> levels(namespaces.informer.getStore().list().stream());
        } else {
            this.levels = new OneNamespace(client, only);
        }
        var policies = client.network().v1().networkPolicies();
        this.policies = new Followed<>(
                only == null
                        ? policies.inAnyNamespace().runnableInformer(0)
                        : policies.inNamespace(only).runnableInformer(0),
                changes,
                onChange);
        followed.add(this.policies);
    }

    private static Map<String, PodSecurity> levels(Stream<Namespace> namespaces) {
        return namespaces.collect(Collectors.toMap(
                namespace -> namespace.getMetadata().getName(), NamespaceViews::podSecurity, (one, two) -> two));
    }

    /** A namespace that may be read and not watched: read again when what is known of it is a while old. */
    private static final class OneNamespace implements Supplier<Map<String, PodSecurity>> {

        private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

        private final KubernetesClient client;
        private final String name;
        private final AtomicBoolean reading = new AtomicBoolean();
        private volatile Map<String, PodSecurity> known;
        private volatile long readAt;

        OneNamespace(KubernetesClient client, String name) {
            this.client = client;
            this.name = name;
            this.known = read(Map.of());
            this.readAt = System.nanoTime();
        }

        /** Never waits for the API server: a route that is to be withdrawn must not either. */
        @Override
        public Map<String, PodSecurity> get() {
            if (System.nanoTime() - readAt > FRESH_NANOS && reading.compareAndSet(false, true)) {
                Thread.ofVirtual().name("namespace").start(() -> {
                    known = read(known);
                    readAt = System.nanoTime();
                    reading.set(false);
                });
            }
            return known;
        }

        private Map<String, PodSecurity> read(Map<String, PodSecurity> otherwise) {
            try {
                return levels(
                        Stream.ofNullable(client.namespaces().withName(name).get()));
            } catch (KubernetesClientException e) {
                LOG.atWarn()
                        .addKeyValue("namespace", name)
                        .addKeyValue("failure", String.valueOf(e.getMessage()))
                        .log("Cannot read the namespace; going on without");
                return otherwise;
            }
        }
    }

    /** Whether all was seen once that may be seen. */
    boolean ready() {
        return followed.stream().allMatch(Followed::ready);
    }

    NamespaceRules rules() {
        return new NamespaceRules(
                levels.get(),
                policies.informer.getStore().list().stream()
                        .map(NamespaceViews::of)
                        .toList());
    }

    @Override
    public void close() {
        followed.forEach(each -> each.informer.stop());
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
