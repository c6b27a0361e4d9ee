package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.ClusterChoice;
import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
final class GlobalOptions {

    /** How results are printed. */
    enum Output {
        text,
        json
    }

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "json|text",
            description = "One JSON document, or text for people (default: ${DEFAULT-VALUE}).")
    Output output = Output.text;

    @Option(
            names = "--context",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Context of the kubeconfig.")
    @Nullable
    String context;

    @Option(names = "--kubeconfig", scope = ScopeType.INHERIT, paramLabel = "FILE", description = "Kubeconfig to use.")
    @Nullable
    String kubeconfig;

    @Option(
            names = {"-n", "--namespace"},
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Namespace of the workload.")
    @Nullable
    String namespace;

    @Option(
            names = "--manager-namespace",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = {
                "Namespace of the Traffic Manager (default: the last one used in this cluster, else intercepts). Connecting with",
                "another one than intercepts installs it for that namespace alone, without rights beside it."
            })
    @Nullable
    String managerNamespace;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Directory of this installation's state (default: intercepts in the XDG directory).")
    @Nullable
    String config;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more; with stack traces.")
    boolean verbose;

    /** The cluster these options choose; the environment's KUBECONFIG counts as if it had been given. */
    ClusterChoice cluster(@Nullable String kubeconfigVariable) {
        String files = absolute(kubeconfig != null ? kubeconfig : kubeconfigVariable);
        return new ClusterChoice(context, files.isEmpty() ? null : files, namespace, managerNamespace);
    }

    /** The daemon, which reads them, was started elsewhere; and it reads them again when it is started another time. */
    private static String absolute(@Nullable String files) {
        return files == null || files.isBlank()
                ? ""
                : Arrays.stream(files.split(File.pathSeparator))
                        .filter(file -> !file.isEmpty())
                        .map(file -> new File(file).getAbsolutePath())
                        .collect(Collectors.joining(File.pathSeparator));
    }
}
