package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.Json;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The manager's own Secrets: names to text. All methods block. */
public final class Secrets {

    private final KubernetesClient client;
    private final String namespace;

    public Secrets(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * A Secret as it was read.
     *
     * @param version by which a change in between is noticed; {@code null} where there was none
     * @param values names to text
     */
    public record Stored(String name, @Nullable String version, Map<String, String> values) {

        /** Without the values, so that it can be logged. */
        @Override
        public String toString() {
            return "Stored[" + name + "]";
        }
    }

    /** What it holds; empty where there is none. */
    public Map<String, String> read(String name) {
        return stored(name).values();
    }

    /** What it holds, to be replaced. */
    public Stored stored(String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        Map<String, String> values = new HashMap<>();
        if (secret != null && secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return new Stored(name, secret == null ? null : secret.getMetadata().getResourceVersion(), values);
    }

    /** Makes it, or replaces these values of it. */
    public void write(String name, Map<String, String> values) {
        if (!create(name, values)) {
            patch(name, Map.of("data", encoded(values)));
        }
    }

    /**
     * Makes it, or replaces these values of it, unless somebody else has done so since it was read.
     *
     * @return whether it was done
     */
    public boolean replace(Stored read, Map<String, String> values) {
        String version = read.version();
        if (version == null) {
            return create(read.name(), values);
        }
        try {
            patch(read.name(), Map.of("metadata", Map.of("resourceVersion", version), "data", encoded(values)));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            return false;
        }
    }

    private boolean create(String name, Map<String, String> values) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withType("Opaque")
                .withData(encoded(values))
                .build();
        try {
            client.secrets().inNamespace(namespace).resource(secret).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            return false;
        }
    }

    private void patch(String name, Map<String, ?> change) {
        client.secrets().inNamespace(namespace).withName(name).patch(ClusterWriter.MERGE, Json.text(change));
    }

    private static Map<String, String> encoded(Map<String, String> values) {
        Map<String, String> data = new HashMap<>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return data;
    }
}
