package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ConfigMaps that stand for intercepts where a Traffic Manager serves one namespace: who may write them there may intercept. One
 * that cannot be read is left out; the Traffic Manager says what is wrong with it.
 */
final class InterceptConfigMaps implements InterceptStore {

    private final Cluster cluster;

    InterceptConfigMaps(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public Optional<StoredIntercept> find(String namespace, String name) {
        return Optional.ofNullable(object(namespace, name).get())
                .filter(InterceptConfigMaps::ours)
                .flatMap(this::read);
    }

    @Override
    public List<StoredIntercept> list(@Nullable String namespace) {
        return readAll(cluster
                .client()
                .configMaps()
                .inNamespace(where(namespace))
                .withLabel(ClusterNames.INTERCEPT_LABEL)
                .list()
                .getItems()
                .stream());
    }

    @Override
    public StoredIntercept put(String namespace, String name, InterceptSpec spec) {
        Resource<ConfigMap> object = object(namespace, name);
        String text = cluster.client().getKubernetesSerialization().asJson(spec);
        if (object.get() == null) {
            try {
                return demand(object.create(made(name, text)));
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409) {
                    throw e;
                }
            }
        }
        return demand(object.edit(there -> {
            if (!ours(there)) {
                throw new KubernetesClientException(
                        "ConfigMap " + there.getMetadata().getName() + " is there and is not an intercept's");
            }
            Map<String, String> data = there.getData() == null ? new HashMap<>() : new HashMap<>(there.getData());
            data.put(ClusterNames.INTERCEPT_SPEC, text);
            data.put(ClusterNames.INTERCEPT_GENERATION, Long.toString(generation(there) + 1));
            there.setData(data);
            return there;
        }));
    }

    private static ConfigMap made(String name, String spec) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(ClusterNames.INTERCEPT_PREFIX + name)
                .addToLabels(ClusterNames.INTERCEPT_LABEL, "true")
                .endMetadata()
                .addToData(ClusterNames.INTERCEPT_SPEC, spec)
                .addToData(ClusterNames.INTERCEPT_GENERATION, "1")
                .build();
    }

    @Override
    public void delete(String namespace, String name, @Nullable String by) {
        InterceptStore.delete(object(namespace, name), by);
    }

    @Override
    public Followed follow(@Nullable String namespace, ResourceEventHandler<StoredIntercept> handler) {
        var informer = cluster.client()
                .configMaps()
                .inNamespace(where(namespace))
                .withLabel(ClusterNames.INTERCEPT_LABEL)
                .runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap added) {
                read(added).ifPresent(handler::onAdd);
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap now) {
                read(now).ifPresent(present -> handler.onUpdate(read(before).orElse(present), present));
            }

            @Override
            public void onDelete(ConfigMap last, boolean finalStateUnknown) {
                read(last).ifPresent(gone -> handler.onDelete(gone, finalStateUnknown));
            }
        });
        return new Followed(informer, () -> readAll(informer.getStore().list().stream()));
    }

    private Resource<ConfigMap> object(String namespace, String name) {
        return cluster.client()
                .configMaps()
                .inNamespace(where(namespace))
                .withName(ClusterNames.INTERCEPT_PREFIX + name);
    }

    private String where(@Nullable String namespace) {
        String served = cluster.served(namespace);
        return served == null ? cluster.managerNamespace() : served;
    }

    private List<StoredIntercept> readAll(Stream<ConfigMap> objects) {
        return objects.flatMap(object -> read(object).stream()).toList();
    }

    private StoredIntercept demand(ConfigMap written) {
        return read(written)
                .orElseThrow(
                        () -> new KubernetesClientException("the API server changed what was written into ConfigMap "
                                + written.getMetadata().getName()));
    }

    private Optional<StoredIntercept> read(ConfigMap object) {
        Map<String, String> data = object.getData() == null ? Map.of() : object.getData();
        String spec = data.get(ClusterNames.INTERCEPT_SPEC);
        String status = data.get(ClusterNames.INTERCEPT_STATUS);
        String name = object.getMetadata().getName();
        if (spec == null || !name.startsWith(ClusterNames.INTERCEPT_PREFIX)) {
            return Optional.empty();
        }
        try {
            var json = cluster.client().getKubernetesSerialization();
            Map<String, String> annotations = object.getMetadata().getAnnotations();
            return Optional.of(new StoredIntercept(
                    object.getMetadata().getNamespace(),
                    name.substring(ClusterNames.INTERCEPT_PREFIX.length()),
                    generation(object),
                    json.unmarshal(spec, InterceptSpec.class),
                    status == null ? null : json.unmarshal(status, InterceptStatus.class),
                    annotations == null ? null : annotations.get(ClusterNames.ENDED_BY_ANNOTATION)));
        } catch (KubernetesClientException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean ours(ConfigMap object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && labels.containsKey(ClusterNames.INTERCEPT_LABEL);
    }

    private static long generation(ConfigMap object) {
        String text = object.getData() == null ? null : object.getData().get(ClusterNames.INTERCEPT_GENERATION);
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
