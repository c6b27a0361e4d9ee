package dev.intercepts.e2e.shapes;

import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The given cluster: the shapes' namespaces in it, and what its API server forwards to pods. */
final class ShapesCluster implements AutoCloseable {

    private final KubernetesClient client;
    private final String base;

    ShapesCluster(String kubeconfig, String base) {
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(new File(kubeconfig)))
                .build();
        this.base = base;
    }

    boolean managerInstalled() {
        return client.apps()
                        .deployments()
                        .inNamespace(ClusterNames.NAMESPACE)
                        .withName(ClusterNames.MANAGER)
                        .get()
                != null;
    }

    String namespace(Shape.Place place) {
        return switch (place) {
            case OPEN -> base;
            case RESTRICTED -> base + "-restricted";
            case QUOTA -> base + "-quota";
            case FULL -> base + "-full";
        };
    }

    void makeNamespace(Shape.Place place) {
        String name = namespace(place);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(
                                "pod-security.kubernetes.io/enforce",
                                place == Shape.Place.RESTRICTED ? "restricted" : "privileged")
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(name)
                        .withName("shape-app")
                        .endMetadata()
                        .addToBinaryData("ShapeApp.class", Base64.getEncoder().encodeToString(Manifest.app()))
                        .build())
                .create();
    }

    void create(String namespace, List<GenericKubernetesResource> objects) {
        objects.forEach(object -> client.resource(object).inNamespace(namespace).create());
    }

    /** The objects as they are, but for what Kubernetes itself counts: kind and name to JSON. */
    Map<String, String> state(String namespace, List<GenericKubernetesResource> objects) {
        Map<String, String> state = new LinkedHashMap<>();
        for (GenericKubernetesResource object : objects) {
            GenericKubernetesResource now = Objects.requireNonNull(
                    client.resource(object).inNamespace(namespace).get());
            now.getMetadata().setResourceVersion(null);
            now.getMetadata().setGeneration(null);
            now.getMetadata().setManagedFields(List.of());
            if (now.getMetadata().getAnnotations() != null) {
                now.getMetadata().getAnnotations().remove("deployment.kubernetes.io/revision");
            }
            now.getAdditionalProperties().remove("status");
            state.put(now.getKind() + "/" + now.getMetadata().getName(), Serialization.asYaml(now));
        }
        return state;
    }

    /** What the status of an intercept says; empty while there is none. */
    String status(String namespace, String intercept) {
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(ClusterNames.GROUP)
                .withVersion(ClusterNames.VERSION)
                .withKind(ClusterNames.INTERCEPT_KIND)
                .withPlural(ClusterNames.INTERCEPT_PLURAL)
                .withNamespaced(true)
                .build();
        GenericKubernetesResource found = client.genericKubernetesResources(context)
                .inNamespace(namespace)
                .withName(intercept)
                .get();
        return found == null
                ? ""
                : String.valueOf(found.getAdditionalProperties().get("status"));
    }

    /** Pods of a shape that stay. */
    List<Pod> pods(String namespace, String app) {
        return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    static boolean hasAgent(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .anyMatch(container -> container.getName().equals("traffic-agent"));
    }

    static boolean ready(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    static int restarts(Pod pod) {
        return java.util.stream.Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream())
                .mapToInt(status -> Objects.requireNonNullElse(status.getRestartCount(), 0))
                .sum();
    }

    /** What a Service's or a pod's port answers to a GET that the API server forwards. */
    String ask(String namespace, String what, String path, @Nullable String header) {
        HttpClient http = client.getHttpClient();
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/" + what + "/proxy" + path);
        if (header != null) {
            request.header("x-laptop", header);
        }
        try {
            HttpResponse<String> response =
                    http.sendAsync(request.build(), String.class).get(20, TimeUnit.SECONDS);
            return response.code() + " " + response.bodyString().strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException | java.io.IOException e) {
            return "no answer: " + e;
        }
    }

    @Override
    public void close() {
        for (Shape.Place place : Shape.Place.values()) {
            client.namespaces().withName(namespace(place)).delete();
        }
        client.close();
    }
}
