package dev.intercepts.playground.kube;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a pod's volumes into its directory. They are written once: later changes of a ConfigMap or Secret don't come in. */
final class Volumes {

    private final ObjectStore store;
    private final Tokens tokens;

    Volumes(ObjectStore store, Tokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    /** The directory of each of the pod's volumes, made but still empty. */
    static Map<String, Path> directories(ObjectNode pod, Path directory) {
        Map<String, Path> directories = new LinkedHashMap<>();
        Json.objects(pod, "spec", "volumes").forEach(volume -> {
            String name = Json.text(volume, "name");
            directories.put(
                    name,
                    volume.has("hostPath")
                            ? Path.of(Json.text(volume, "hostPath", "path"))
                            : directory.resolve("volumes").resolve(name));
        });
        return directories;
    }

    /** @throws IllegalStateException if a Secret or ConfigMap that must be there is not */
    void write(PodPlace place) throws IOException {
        for (ObjectNode volume : Json.objects(place.pod(), "spec", "volumes").toList()) {
            Path directory = place.volumes().getOrDefault(Json.text(volume, "name"), place.directory());
            Files.createDirectories(directory);
            writeSource(place, volume, directory);
            for (ObjectNode source :
                    Json.objects(volume, "projected", "sources").toList()) {
                writeSource(place, source, directory);
            }
        }
    }

    private void writeSource(PodPlace place, ObjectNode source, Path directory) throws IOException {
        String namespace = Meta.namespace(place.pod());
        if (source.path("secret") instanceof ObjectNode secret) {
            String nameField = secret.has("secretName") ? "secretName" : "name";
            writeItems(directory, secret, ContainerEnv.data(store, namespace, secret, nameField, true));
        }
        if (source.path("configMap") instanceof ObjectNode map) {
            writeItems(directory, map, ContainerEnv.data(store, namespace, map, "name", false));
        }
        if (source.path("serviceAccountToken") instanceof ObjectNode token) {
            String text = token(place.pod(), Json.text(token, "audience"));
            writeFile(directory.resolve(Json.text(token, "path")), text);
        }
        for (ObjectNode item : Json.objects(source, "downwardAPI", "items").toList()) {
            String value = ContainerEnv.field(place, Json.text(item, "fieldRef", "fieldPath"));
            writeFile(directory.resolve(Json.text(item, "path")), value);
        }
    }

    /** A token of the pod's ServiceAccount, bound to the pod; it lasts as long as the pod. */
    String token(ObjectNode pod, String audience) {
        String account = Json.text(pod, "spec", "serviceAccountName");
        ObjectNode serviceAccount = store.find(ResourceTypes.SERVICE_ACCOUNTS, Meta.namespace(pod), account)
                .orElseThrow(() -> new IllegalStateException("serviceaccount \"" + account + "\" not found"));
        return tokens.issue(serviceAccount, audience, Duration.ofDays(3_650), Optional.of(pod));
    }

    private static void writeItems(Path directory, JsonNode source, Map<String, String> data) throws IOException {
        Map<String, String> paths = new LinkedHashMap<>();
        Json.objects(source, "items").forEach(item -> paths.put(Json.text(item, "key"), Json.text(item, "path")));
        for (Map.Entry<String, String> entry : data.entrySet()) {
            if (paths.isEmpty() || paths.containsKey(entry.getKey())) {
                writeFile(directory.resolve(paths.getOrDefault(entry.getKey(), entry.getKey())), entry.getValue());
            }
        }
    }

    static void writeFile(Path file, String text) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, text);
    }
}
