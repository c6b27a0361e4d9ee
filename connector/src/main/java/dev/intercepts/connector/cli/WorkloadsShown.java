package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Views.WorkloadLine;
import dev.intercepts.connector.contract.Views.Workloads;
import dev.intercepts.connector.json.Json;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code list --watch} prints at each change: the table over the one before, or what has changed of it. */
final class WorkloadsShown {

    private final Terminal terminal;
    private final PrintStream out;
    private final boolean json;
    private final @Nullable Redrawn redrawn;
    private List<WorkloadLine> before = List.of();

    WorkloadsShown(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.out = terminal.out();
        this.json = json;
        this.redrawn = !json && terminal.abilities().redraws() ? new Redrawn(terminal.out()) : null;
    }

    /** Shows what is there now. */
    void show(Workloads now) {
        if (redrawn != null) {
            redrawn.show(ListText.workloads(now), TerminalSize.current());
            terminal.listening();
        } else {
            for (WorkloadChange change : WorkloadChange.between(before, now.workloads())) {
                out.println(json ? Json.write(change) : ListText.change(change, now.allNamespaces()));
            }
        }
        before = now.workloads();
        out.flush();
    }
}
