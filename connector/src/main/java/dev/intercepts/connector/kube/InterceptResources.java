package dev.intercepts.connector.kube;

import dev.intercepts.protocol.intercept.InterceptSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Custom resources {@code Intercept}. */
record InterceptResources(KubernetesClient client) implements InterceptStore {

    @Override
    public Optional<StoredIntercept> find(String namespace, String name) {
        return Optional.ofNullable(client.resources(Intercept.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(StoredIntercept::of);
    }

    @Override
    public List<StoredIntercept> list(@Nullable String namespace) {
        var all = client.resources(Intercept.class);
        var items = namespace == null
                ? all.inAnyNamespace().list().getItems()
                : all.inNamespace(namespace).list().getItems();
        return items.stream().map(StoredIntercept::of).toList();
    }

    @Override
    public StoredIntercept put(String namespace, String name, InterceptSpec spec) {
        Intercept wanted = new Intercept();
        wanted.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        wanted.setSpec(spec);
        var resource = client.resources(Intercept.class).inNamespace(namespace).withName(name);
        if (resource.get() == null) {
            try {
                return StoredIntercept.of(
                        client.resource(wanted).inNamespace(namespace).create());
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409) {
                    throw e;
                }
            }
        }
        return StoredIntercept.of(resource.edit(there -> {
            there.setSpec(spec);
            return there;
        }));
    }

    @Override
    public void delete(String namespace, String name, @Nullable String by) {
        InterceptStore.delete(
                client.resources(Intercept.class).inNamespace(namespace).withName(name), by);
    }

    @Override
    public Followed follow(@Nullable String namespace, ResourceEventHandler<StoredIntercept> handler) {
        var all = client.resources(Intercept.class);
        var informer = namespace == null
                ? all.inAnyNamespace().runnableInformer(0)
                : all.inNamespace(namespace).runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Intercept added) {
                handler.onAdd(StoredIntercept.of(added));
            }

            @Override
            public void onUpdate(Intercept before, Intercept now) {
                handler.onUpdate(StoredIntercept.of(before), StoredIntercept.of(now));
            }

            @Override
            public void onDelete(Intercept last, boolean finalStateUnknown) {
                handler.onDelete(StoredIntercept.of(last), finalStateUnknown);
            }
        });
        return new Followed(
                informer,
                () -> informer.getStore().list().stream()
                        .map(StoredIntercept::of)
                        .toList());
    }
}
