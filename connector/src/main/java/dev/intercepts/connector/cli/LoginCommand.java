package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        sortOptions = false,
        description = {
            "Log in to the hosted service in the browser; the organization is chosen there.",
            "Logins for other organizations and services are kept: see `telepresence profile`."
        })
final class LoginCommand implements Callable<Integer> {

    private final Front front;

    @Option(
            names = "--cloud",
            paramLabel = "URL",
            description = "The hosted service (default: the one of the last login).")
    private @Nullable String cloud;

    @Option(names = "--device", description = "Show a code to enter in a browser on another device.")
    private boolean device;

    @Option(
            names = "--apikey",
            paramLabel = "KEY",
            description = {
                "Use an API key, for machines. `-` reads it from standard input, where no list of",
                "processes shows it."
            })
    private @Nullable String apiKey;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "What to call this login (default: the organization's name).")
    private @Nullable String profile;

    LoginCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        if (device && apiKey != null) {
            throw Failure.usage("two-ways", "--device and --apikey are two ways to log in", "give one of them");
        }
        front.show(
                new Request.Login(cloud, profile, device, "-".equals(apiKey) ? typedKey() : apiKey),
                Views.Account.class,
                AccountText::loggedIn);
        return Exit.DONE;
    }

    private String typedKey() {
        String typed = front.terminal().secret("API key: ");
        if (typed == null || typed.isEmpty()) {
            throw Failure.usage("no-key", "--apikey: standard input has no key", "give one line with the key");
        }
        return typed;
    }
}
