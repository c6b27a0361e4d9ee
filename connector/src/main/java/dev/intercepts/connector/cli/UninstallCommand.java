package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "uninstall", description = "Remove Traffic Agents, or all of it, from the cluster.")
final class UninstallCommand implements Callable<Integer> {

    private final Front front;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    static final class What {
        @Option(
                names = "--agent",
                arity = "1..*",
                paramLabel = "WORKLOAD",
                description = "Remove the Traffic Agent from these workloads.")
        List<String> agents = List.of();

        @Option(names = "--all-agents", description = "Remove every Traffic Agent.")
        boolean allAgents;

        @Option(names = "--everything", description = "Remove the Traffic Agents and the Traffic Manager.")
        boolean everything;
    }

    UninstallCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(
                new Request.Uninstall(front.cluster(), what.agents, what.allAgents, what.everything),
                Views.Done.class,
                done -> done.message() + "\n");
    }
}
