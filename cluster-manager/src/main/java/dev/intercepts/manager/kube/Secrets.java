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

/** The manager's own Secrets: names to text. All methods block. */
public final class Secrets {

    private final KubernetesClient client;
    private final String namespace;

    public Secrets(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** What it holds; empty where there is none. */
    public Map<String, String> read(String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        Map<String, String> values = new HashMap<>();
        if (secret != null && secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return values;
    }

    /** Makes it, or replaces these values of it. */
    public void write(String name, Map<String, String> values) {
        Map<String, String> data = new HashMap<>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
        try {
            client.secrets().inNamespace(namespace).resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            client.secrets()
                    .inNamespace(namespace)
                    .withName(name)
                    .patch(ClusterWriter.MERGE, Json.text(Map.of("data", data)));
        }
    }
}
