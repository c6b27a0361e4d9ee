package dev.intercepts.playground.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Manifests and requests that several tests use. */
final class TestCluster {

    static final String IMAGE = "test-app";

    private TestCluster() {}

    static ClusterConfig config(Path workDir) {
        return ClusterConfig.of(
                workDir,
                Map.of(
                        IMAGE,
                        image(TestApp.class),
                        "test-echo",
                        image(TestEcho.class),
                        "test-webhook",
                        image(TestWebhook.class)));
    }

    private static ProcessTemplate image(Class<?> main) {
        return ProcessTemplate.java(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                List.of(
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path")),
                main.getName());
    }

    static List<HasMetadata> yaml(String documents) {
        return java.util.Arrays.stream(documents.split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .<HasMetadata>map(document -> Serialization.unmarshal(document))
                .toList();
    }

    /** A Deployment of the test image with a readiness probe, and its Service on port 8000. */
    static List<HasMetadata> app(String namespace, String name, int replicas) {
        return yaml("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: NAME, namespace: NAMESPACE}
                spec:
                  replicas: REPLICAS
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME}}
                    spec:
                      terminationGracePeriodSeconds: 3
                      containers:
                      - name: app
                        image: test-app
                        ports: [{name: http, containerPort: 8080}]
                        readinessProbe: {httpGet: {path: /, port: http}}
                        env:
                        - {name: VERSION, value: v1}
                        - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: NAME, namespace: NAMESPACE}
                spec:
                  selector: {app: NAME}
                  ports: [{name: http, port: 8000, targetPort: http}]
                """.replace("NAMESPACE", namespace)
                .replace("NAME", name)
                .replace("REPLICAS", Integer.toString(replicas)));
    }

    /** The body of a 200, on a connection of its own. */
    static String get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(10_000);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}
