package dev.intercepts.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster as the benchmark sees it, by {@code kubectl}: one service twice, of which one will get an agent. */
final class BenchCluster {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Programs programs;
    private final String kubeconfig;
    private final String namespace;

    BenchCluster(Programs programs, String kubeconfig, String namespace) {
        this.programs = programs;
        this.kubeconfig = kubeconfig;
        this.namespace = namespace;
    }

    String kubeconfig() {
        return kubeconfig;
    }

    /** Makes the two, and waits until both are ready. */
    void apply(String image) throws IOException, InterruptedException {
        StringBuilder yaml =
                new StringBuilder("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(namespace));
        for (String name : List.of("plain", "agent")) {
            yaml.append("""
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: %1$s, namespace: %2$s}
                    spec:
                      selector: {matchLabels: {app: %1$s}}
                      template:
                        metadata: {labels: {app: %1$s}}
                        spec:
                          containers:
                            - name: app
                              image: %3$s
                              args: [hello]
                              ports: [{name: http, containerPort: 8080}]
                              readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: %1$s, namespace: %2$s}
                    spec:
                      selector: {app: %1$s}
                      ports: [{name: http, port: 8080, targetPort: http}]
                    """.formatted(name, namespace, image));
        }
        Path file = programs.file("bench.yaml", yaml.toString());
        kubectl("apply", "-f", file.toString());
        for (String name : List.of("plain", "agent")) {
            kubectl("-n", namespace, "rollout", "status", "deployment/" + name, "--timeout=120s");
        }
    }

    void remove() throws IOException, InterruptedException {
        kubectl("delete", "namespace", namespace, "--ignore-not-found", "--timeout=120s");
    }

    /** How long it takes to replace a deployment's pod, in seconds. */
    double rollOut(String deployment) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        kubectl("-n", namespace, "rollout", "restart", "deployment/" + deployment);
        kubectl("-n", namespace, "rollout", "status", "deployment/" + deployment, "--timeout=120s");
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The service's own address, past any ingress. */
    String url(String service) throws IOException, InterruptedException {
        return "http://"
                + kubectl("-n", namespace, "get", "service", service, "-o", "jsonpath={.spec.clusterIP}")
                        .strip() + ":8080";
    }

    /** Resident memory of a container's first process, in MiB; of the largest where there are several pods. */
    double memory(String namespace, String selector, String container) throws IOException, InterruptedException {
        String pods = kubectl(
                "-n",
                namespace,
                "get",
                "pods",
                "-l",
                selector,
                "--field-selector=status.phase=Running",
                "-o",
                "jsonpath={.items[*].metadata.name}");
        double most = Double.NaN;
        for (String pod : pods.strip().split(" ")) {
            String status = kubectl(
                    "-n",
                    namespace,
                    "exec",
                    pod,
                    "-c",
                    container,
                    "--",
                    "/bin/sh",
                    "-c",
                    "while read -r line; do echo \"$line\"; done </proc/1/status");
            double resident = residentMebibytes(status);
            most = Double.isNaN(most) ? resident : Math.max(most, resident);
        }
        return most;
    }

    /** Of a {@code /proc/PID/status}. */
    static double residentMebibytes(String status) {
        Matcher resident = RESIDENT.matcher(status);
        if (!resident.find()) {
            throw new IllegalStateException("no VmRSS in " + status);
        }
        return Long.parseLong(resident.group(1)) / 1024.0;
    }

    private String kubectl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig));
        command.addAll(List.of(words));
        return programs.run(command, LIMIT);
    }
}
