package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "logout", description = "End the login: its tokens are worthless afterwards.")
final class LogoutCommand implements Callable<Integer> {

    private final Front front;

    @Option(names = "--profile", paramLabel = "NAME", description = "Another login than the current one.")
    private @Nullable String profile;

    @Option(names = "--all", description = "Every login.")
    private boolean all;

    LogoutCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        return front.show(new Request.Logout(profile, all), Views.Done.class, done -> done.message() + "\n");
    }
}
