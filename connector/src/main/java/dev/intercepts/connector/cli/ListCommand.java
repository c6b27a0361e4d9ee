package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Workloads;
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

    @Option(
            names = {"-w", "--watch"},
            description = {
                "Go on, and show each change: in place on a terminal, a line for each where output goes elsewhere,",
                "a JSON object a line with --output json."
            })
    private boolean watch;

    ListCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        if (!watch) {
            return front.show(
                    new Request.ListWorkloads(front.cluster(), allNamespaces), Workloads.class, ListText::workloads);
        }
        WorkloadsShown shown = new WorkloadsShown(front.terminal(), front.json());
        front.ask(new Request.WatchWorkloads(front.cluster(), allNamespaces), Workloads.class, shown::show);
        return Exit.DONE;
    }
}
