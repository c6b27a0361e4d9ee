package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List what can be intercepted, why something cannot, and what is intercepted by whom.")
final class ListCommand implements Callable<Integer> {

    private final Front front;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "In all namespaces.")
    private boolean allNamespaces;

    ListCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(
                new Request.ListWorkloads(front.cluster(), allNamespaces), Views.Workloads.class, ListText::workloads);
    }
}
