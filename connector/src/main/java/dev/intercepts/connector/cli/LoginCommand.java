package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "login", description = "Log in to the hosted service in the browser; the organization is chosen there.")
final class LoginCommand implements Callable<Integer> {

    private final Front front;

    @Option(
            names = "--cloud",
            paramLabel = "URL",
            description = "The hosted service (default: the one of the last login).")
    private @Nullable String cloud;

    LoginCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(new Request.Login(cloud), Views.Account.class, AccountText::loggedIn);
    }
}
