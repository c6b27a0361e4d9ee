package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "dashboard", description = "Open the dashboard in the browser.")
final class DashboardCommand implements Callable<Integer> {

    private final Front front;

    DashboardCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(new Request.Dashboard(), Views.Done.class, done -> done.message() + "\n");
    }
}
