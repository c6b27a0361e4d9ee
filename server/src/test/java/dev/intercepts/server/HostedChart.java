package dev.intercepts.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** {@code deploy/charts/intercepts-hosted} as the {@code helm} on the PATH renders it. */
final class HostedChart {

    static final Path DIRECTORY = Path.of("..", "deploy", "charts", "intercepts-hosted");

    private static final String RELEASE = "trial";

    /** What helm answered. */
    record Answer(int status, String text) {}

    private HostedChart() {}

    static Optional<Path> helm() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "helm"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs helm with the chart, the least values and more of them, as {@code --set} takes them. */
    static Answer run(List<String> command, List<String> values) {
        List<String> all = new ArrayList<>(List.of(helm().orElseThrow().toString()));
        all.addAll(command);
        all.add(DIRECTORY.toString());
        for (String value : values) {
            all.addAll(List.of("--set", value));
        }
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Answer template(List<String> values) {
        // A helm that was built from source takes itself for one of another Kubernetes.
        return run(List.of("template", RELEASE, "--kube-version", "1.33"), values);
    }

    /** The objects that it makes. */
    static Rendered rendered(List<String> values) {
        Answer answer = template(values);
        if (answer.status() != 0) {
            throw new AssertionError(answer.text());
        }
        List<Node> objects = new ArrayList<>();
        for (Object object : new Yaml().loadAll(answer.text())) {
            if (object != null) {
                objects.add(new Node(object));
            }
        }
        return new Rendered(objects);
    }

    /** All objects of a rendering. */
    record Rendered(List<Node> objects) {

        List<Node> all(String kind) {
            return objects.stream()
                    .filter(object -> object.text("kind").equals(kind))
                    .toList();
        }

        Node one(String kind) {
            List<Node> found = all(kind);
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " of kind " + kind + " (expected: 1)");
            }
            return found.getFirst();
        }
    }

    /** A place in a YAML document. */
    record Node(Object value) {

        /** What is below some keys; keys of lists are their indexes. */
        Node at(Object... path) {
            Object at = value;
            for (Object key : path) {
                Object next = at instanceof Map<?, ?> map
                        ? map.get(key)
                        : at instanceof List<?> list && key instanceof Integer index && index < list.size()
                                ? list.get(index)
                                : null;
                if (next == null) {
                    throw new AssertionError("no " + key + " of " + Arrays.toString(path) + " in " + value);
                }
                at = next;
            }
            return new Node(at);
        }

        boolean has(Object key) {
            return value instanceof Map<?, ?> map && map.containsKey(key);
        }

        String text(Object... path) {
            return at(path).value().toString();
        }

        List<Node> list(Object... path) {
            return ((List<?>) at(path).value())
                    .stream().map(each -> new Node(each)).toList();
        }
    }
}
