package dev.intercepts.e2e.shapes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The objects of a shape, as its file in {@code shapes/} has them, with an image that can run the app. */
final class Manifest {

    private static final String VOLUME = "shape-app";
    /** By the shell, since images have their Java in different places. */
    private static final List<String> JAVA = List.of(
            "/bin/sh",
            "-c",
            "exec \"${JAVA_HOME:-/opt/java}/bin/java\" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx24m -cp /"
                    + VOLUME + " " + ShapeApp.class.getName() + " \"$@\"",
            "shape-app");

    private Manifest() {}

    static List<GenericKubernetesResource> of(String name, String appImage, String redirectImage) {
        List<GenericKubernetesResource> objects = new ArrayList<>();
        for (String document : text(name).split("(?m)^---$")) {
            Map<String, Object> object = map(Serialization.unmarshal(document, Map.class));
            template(object, name, appImage, redirectImage);
            objects.add(Serialization.unmarshal(Serialization.asJson(object), GenericKubernetesResource.class));
        }
        return objects;
    }

    private static void template(Map<String, Object> object, String name, String appImage, String redirectImage) {
        if (!(map(object.get("spec")).get("template") instanceof Map<?, ?> template)) {
            return;
        }
        Map<String, Object> spec = map(template.get("spec"));
        for (String list : List.of("containers", "initContainers")) {
            if (spec.get(list) instanceof List<?> containers) {
                containers.forEach(each -> container(map(each), name, appImage, redirectImage));
            }
        }
        spec.put(
                "volumes",
                List.of(Map.of(
                        "name",
                        VOLUME,
                        "configMap",
                        Map.of(
                                "name",
                                VOLUME,
                                "items",
                                List.of(Map.of(
                                        "key",
                                        "ShapeApp.class",
                                        "path",
                                        ShapeApp.class.getName().replace('.', '/') + ".class"))))));
    }

    private static void container(Map<String, Object> container, String name, String appImage, String redirectImage) {
        if ("REDIRECT".equals(container.get("image"))) {
            container.put("image", redirectImage);
            return;
        }
        container.put("image", appImage);
        container.putIfAbsent("command", JAVA);
        List<Object> environment = new ArrayList<>();
        if (container.get("env") instanceof List<?> given) {
            environment.addAll(given);
        }
        environment.add(Map.of("name", "NAME", "value", name));
        container.put("env", environment);
        container.put("volumeMounts", List.of(Map.of("name", VOLUME, "mountPath", "/" + VOLUME, "readOnly", true)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static String text(String name) {
        try (InputStream file =
                Objects.requireNonNull(Manifest.class.getResourceAsStream("/shapes/" + name + ".yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class files of the app, as a ConfigMap's data. */
    static byte[] app() {
        try (InputStream file = Objects.requireNonNull(Manifest.class.getResourceAsStream("ShapeApp.class"))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
