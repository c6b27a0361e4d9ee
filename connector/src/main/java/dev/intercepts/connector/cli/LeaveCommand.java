package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "leave", description = "End an intercept of this laptop.")
final class LeaveCommand implements Callable<Integer> {

    private final Front front;

    @Parameters(paramLabel = "NAME", description = "Full name of the intercept, as `status` shows it.")
    private String name = "";

    LeaveCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(new Request.Leave(name), Views.Done.class, done -> done.message() + "\n");
    }
}
