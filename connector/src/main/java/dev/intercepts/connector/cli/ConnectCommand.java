package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "connect",
        description = {
            "Connect to the cluster; installs the Traffic Manager where it is missing.",
            "The options below say how it is installed; given again they change it, for everybody. What was chosen stays",
            "chosen until somebody gives the option anew; `default` takes a choice back."
        })
final class ConnectCommand implements Callable<Integer> {

    private final Front front;

    @Option(
            names = "--image-registry",
            paramLabel = "PREFIX",
            description =
                    "Where the images are: PREFIX/traffic-manager and PREFIX/traffic-agent (default: intercepts).")
    private @Nullable String registry;

    @Option(names = "--image-tag", paramLabel = "TAG", description = "Tag of both images (default: this version).")
    private @Nullable String tag;

    @Option(
            names = "--image-pull-policy",
            paramLabel = "POLICY",
            description = "Always, IfNotPresent or Never (default: what Kubernetes does).")
    private @Nullable String imagePullPolicy;

    @Option(
            names = "--image-pull-secret",
            split = ",",
            paramLabel = "NAME",
            description = {
                "Secret that the registry wants, in the Traffic Manager's namespace and in those of intercepted workloads; may be",
                "given several times; none takes them away."
            })
    private List<String> imagePullSecrets = List.of();

    @Option(
            names = "--replicas",
            paramLabel = "COUNT",
            description = "Pods of the Traffic Manager, of which one works (default: 2).")
    private @Nullable Integer replicas;

    @Option(
            names = "--manager-scope",
            paramLabel = "cluster|namespace",
            description = {
                "What a Traffic Manager that is installed now serves: all namespaces, or its own (default: cluster in namespace",
                "intercepts, else namespace)."
            })
    private @Nullable String scope;

    @Mixin
    private NetworkFlags network = new NetworkFlags();

    ConnectCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() throws InterruptedException {
        InstallOptions install = new InstallOptions(registry, tag, imagePullPolicy, imagePullSecrets, replicas, scope);
        return front.show(
                new Request.Connect(front.cluster(), install, network.read()),
                Views.Connection.class,
                AccountText::connected);
    }
}
