package dev.intercepts.playground.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cluster's DNS: for each namespace a file in the format of {@code /etc/hosts} with the names of all Services, the short
 * ones of the namespace's own included. A headless Service has the addresses of its ready pods.
 */
final class HostsFiles implements Runnable {

    private static final String BASICS = "127.0.0.1 localhost localhost.localdomain\n";

    private final ObjectStore store;
    private final Path directory;
    private final String extra;
    private final Map<String, String> written = new HashMap<>();

    /** @param extra more names and their addresses */
    HostsFiles(ObjectStore store, Path directory, Map<String, String> extra) {
        this.store = store;
        this.directory = directory;
        StringBuilder lines = new StringBuilder();
        extra.forEach((name, address) ->
                lines.append(address).append(' ').append(name).append('\n'));
        this.extra = lines.toString();
    }

    /** The file for pods of the namespace; it is there on return. */
    synchronized Path file(String namespace) {
        if (!written.containsKey(namespace)) {
            write(namespace);
        }
        return path(namespace);
    }

    /** Brings all files up to date. */
    @Override
    public synchronized void run() {
        Set<String> namespaces = new LinkedHashSet<>(written.keySet());
        store.all(ResourceTypes.NAMESPACES).forEach(namespace -> namespaces.add(Meta.name(namespace)));
        namespaces.forEach(this::write);
    }

    private Path path(String namespace) {
        return directory.resolve(namespace);
    }

    private void write(String namespace) {
        String text = text(store, namespace) + extra;
        if (text.equals(written.get(namespace))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Path temporary = directory.resolve("." + namespace);
            Files.writeString(temporary, text);
            Files.move(temporary, path(namespace), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written.put(namespace, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the names of namespace " + namespace, e);
        }
    }

    static String text(ObjectStore store, String namespace) {
        StringBuilder lines = new StringBuilder(BASICS);
        for (ObjectNode service : store.all(ResourceTypes.SERVICES)) {
            List<ObjectNode> pods =
                    store.list(ResourceTypes.PODS, Meta.namespace(service)).objects();
            String clusterIp = Json.text(service, "spec", "clusterIP");
            List<ObjectNode> behind = pods.stream()
                    .filter(pod -> Backends.selects(service, pod) && Meta.podReady(pod))
                    .toList();
            Stream<String> addresses = clusterIp.equals("None")
                    ? behind.stream().map(pod -> Json.text(pod, "status", "podIP"))
                    : Stream.of(clusterIp).filter(ip -> !ip.isEmpty());
            addresses.forEach(address -> line(lines, address, Meta.name(service), service, namespace));
            behind.stream()
                    .filter(pod -> Json.text(pod, "spec", "subdomain").equals(Meta.name(service)))
                    .forEach(pod -> line(
                            lines,
                            Json.text(pod, "status", "podIP"),
                            Meta.name(pod) + "." + Meta.name(service),
                            service,
                            namespace));
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, String address, String name, ObjectNode service, String namespace) {
        String qualified = name + "." + Meta.namespace(service);
        lines.append(address).append(' ');
        if (Meta.namespace(service).equals(namespace)) {
            lines.append(name).append(' ');
        }
        lines.append(qualified)
                .append(' ')
                .append(qualified)
                .append(".svc ")
                .append(qualified)
                .append(".svc.cluster.local\n");
    }
}
