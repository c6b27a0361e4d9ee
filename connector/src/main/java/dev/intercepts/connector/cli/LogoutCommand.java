package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "logout", description = "Forget the login.")
final class LogoutCommand implements Callable<Integer> {

    private final Front front;

    LogoutCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(new Request.Logout(), Views.Done.class, done -> done.message() + "\n");
    }
}
