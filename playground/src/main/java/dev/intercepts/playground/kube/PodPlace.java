package dev.intercepts.playground.kube;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        String real = withRealPath(text, ACCOUNT, accountDirectory());
        for (ObjectNode mount : Json.objects(container, "volumeMounts").toList()) {
            Path volume = volumes.get(Json.text(mount, "name"));
            if (volume != null) {
                Path path = volume.resolve(Json.text(mount, "subPath"));
                real = withRealPath(real, Json.text(mount, "mountPath"), path);
            }
        }
        return real;
    }

    Path accountDirectory() {
        return directory.resolve("serviceaccount");
    }

    Path kubeconfig() {
        return accountDirectory().resolve("kubeconfig");
    }

    private static String withRealPath(String text, String mountPath, Path path) {
        if (!text.contains(mountPath)) {
            return text;
        }
        Pattern whole = Pattern.compile("(?<![\\w./-])" + Pattern.quote(mountPath) + "(?![\\w.-])");
        return whole.matcher(text).replaceAll(Matcher.quoteReplacement(path.toString()));
    }
}
