package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "whoami", description = "Show who is logged in, and to which organization.")
final class WhoamiCommand implements Callable<Integer> {

    private final Front front;

    WhoamiCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(new Request.Whoami(), Views.Account.class, AccountText::whoami);
    }
}
