package dev.intercepts.playground.kube;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a pod is: its address and its files.
 *
 * @param pod as it was when it started
 * @param ip its address
 * @param directory for its files, only for this user to read
 * @param volumes the directory of each volume, by the volume's name
 * @param hostsFile what it resolves names by
 */
record PodPlace(ObjectNode pod, String ip, Path directory, Map<String, Path> volumes, Path hostsFile) {

    /** Where the ServiceAccount's files are expected by programs. */
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    /** The text with the paths of the container's mounts replaced by where the files really are. */
    String withRealPaths(JsonNode container, String text) {
        Map<String, Path> mounts =
                new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        mounts.put(ACCOUNT, accountDirectory());
        Json.objects(container, "volumeMounts").forEach(mount -> {
            Path volume = volumes.get(Json.text(mount, "name"));
            if (volume != null) {
                mounts.put(Json.text(mount, "mountPath"), volume.resolve(Json.text(mount, "subPath")));
            }
        });
        // in one go: a real path may well lie below another mount's path, such as /tmp
        String any = mounts.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\w./-])(" + any + ")(?![\\w.-])")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(mounts.get(found.group(1)))));
    }

    Path accountDirectory() {
        return directory.resolve("serviceaccount");
    }

    Path kubeconfig() {
        return accountDirectory().resolve("kubeconfig");
    }
}
