package dev.intercepts.playground.tour;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The cluster as {@code kubectl} would show it, to look whether it is left as it was found. */
public final class Cluster implements AutoCloseable {

    private static final List<String> SHOP = List.of("default", "myns", "ingress");

    /** Admission names it anew for each pod. */
    private static final Pattern VOLUME_OF_A_POD = Pattern.compile("kube-api-access-[a-z0-9]{5}");

    private final KubernetesClient client;

    public Cluster(String kubeconfig) {
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(new File(kubeconfig)))
                .build();
    }

    /** Name of the kubeconfig's current context. */
    String context() {
        return client.getConfiguration().getCurrentContext().getName();
    }

    /** Namespaces that there are. */
    List<String> namespaces() {
        return client.namespaces().list().getItems().stream()
                .map(Namespace::getMetadata)
                .map(ObjectMeta::getName)
                .toList();
    }

    /** Names of the containers of an app's pods that are not on their way out. */
    List<String> containers(String namespace, String app) {
        return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(container -> container.getName())
                .toList();
    }

    /**
     * Every pod of the shop as its JSON, without what Kubernetes makes anew for each pod: by namespace and app, so that pods that
     * were replaced compare with their predecessors.
     */
    Map<String, String> pods() {
        Map<String, String> pods = new TreeMap<>();
        SHOP.stream()
                .flatMap(namespace -> client.pods().inNamespace(namespace).list().getItems().stream())
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getName()))
                .forEach(pod -> pods.merge(
                        pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getLabels().getOrDefault("app", "?"),
                        lasting(pod),
                        (one, other) -> one + "\n" + other));
        return pods;
    }

    private static String lasting(Pod pod) {
        ObjectMeta metadata = pod.getMetadata();
        String name = metadata.getName();
        metadata.setName(null);
        metadata.setUid(null);
        metadata.setResourceVersion(null);
        metadata.setCreationTimestamp(null);
        metadata.setGeneration(null);
        metadata.setManagedFields(List.of());
        metadata.setOwnerReferences(List.of());
        metadata.getLabels().remove("pod-template-hash");
        pod.setStatus(null);
        return VOLUME_OF_A_POD
                .matcher(Serialization.asJson(pod).replace(name, "<name>"))
                .replaceAll("kube-api-access");
    }

    @Override
    public void close() {
        client.close();
    }
}
