package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.files.ConfigDirectory;
import dev.intercepts.connector.json.Json;
import dev.intercepts.connector.socket.DaemonClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** What commands have in common: the terminal, the global options and the way to the daemon. */
final class Front {

    private final GlobalOptions options;
    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Consumer<String> browser;

    Front(GlobalOptions options, Terminal terminal, Map<String, String> environment, Consumer<String> browser) {
        this.options = options;
        this.terminal = terminal;
        this.environment = environment;
        this.browser = browser;
    }

    Terminal terminal() {
        return terminal;
    }

    GlobalOptions options() {
        return options;
    }

    ClusterChoice cluster() {
        return options.cluster(environment.get("KUBECONFIG"));
    }

    Map<String, String> environment() {
        return environment;
    }

    ConfigDirectory directory() {
        return ConfigDirectory.of(options.config, environment, System.getProperty("user.home"));
    }

    /** Asks the daemon, which is started if need be, and prints the answer. */
    <T> int show(Request request, Class<T> type, Function<T, String> text) {
        print(ask(request, type), text);
        return Exit.DONE;
    }

    /** Asks the daemon, which is started if need be. */
    <T> T ask(Request request, Class<T> type) {
        return ask(request, type, update -> {});
    }

    /**
     * Asks the daemon, which is started if need be.
     *
     * @param onUpdate told of what is followed, of a request that follows something
     */
    <T> T ask(Request request, Class<T> type, Consumer<T> onUpdate) {
        ConfigDirectory directory = directory();
        DaemonClient client = new DaemonClient(directory.socket());
        try {
            if (!client.daemonRuns()) {
                new DaemonLauncher(directory).start(terminal);
            }
            return client.ask(request, type, event -> {
                if (event.update() != null) {
                    terminal.progressDone();
                    onUpdate.accept(Json.convert(event.update(), type));
                } else {
                    onEvent(event);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            terminal.progressDone();
        }
    }

    /** Whether a daemon answers now. */
    boolean daemonRuns() {
        return new DaemonClient(directory().socket()).daemonRuns();
    }

    /** Whether a daemon runs, or was connected when it was killed and goes on once it is started again. */
    boolean sessionExpected() {
        return Files.exists(directory().session()) || daemonRuns();
    }

    /** Whether JSON is wanted, not text. */
    boolean json() {
        return options.output == GlobalOptions.Output.json;
    }

    /** Prints a result as the user wants it. */
    <T> void print(T value, Function<T, String> text) {
        terminal.progressDone();
        String printed = json() ? Json.pretty(value) + "\n" : text.apply(value);
        terminal.out().print(printed);
        terminal.out().flush();
    }

    private void onEvent(Event event) {
        if (event.progress() != null) {
            terminal.progress(event.progress());
            if (options.verbose && !terminal.abilities().progressShown()) {
                terminal.note(event.progress());
            }
        }
        if (event.note() != null) {
            terminal.note(event.note());
        }
        if (event.warning() != null) {
            terminal.warning(event.warning());
        }
        if (event.browse() != null) {
            terminal.note("Opening your browser; if it does not open, go to\n  " + event.browse());
            browser.accept(event.browse());
        }
    }
}
