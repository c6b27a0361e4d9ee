package dev.intercepts.e2e;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.tour.LocalService;
import dev.intercepts.playground.tour.People;
import dev.intercepts.playground.tour.Telepresence;
import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A developer's laptop: the command with a configuration of its own, and a local service. */
final class Laptop implements AutoCloseable {

    private final Telepresence telepresence;
    private final LocalService service;

    private Laptop(Telepresence telepresence, String says) {
        this.telepresence = telepresence;
        this.service = LocalService.saying(says);
    }

    /** A laptop that nobody has logged in from. */
    static Laptop fresh(World world, String says) throws IOException {
        Path configDir = Files.createTempDirectory("laptop");
        Files.copy(Path.of(world.state().configDir(), "settings.json"), configDir.resolve("settings.json"));
        return new Laptop(new Telepresence(Checkout.here().script("telepresence"), configDir), says);
    }

    /** A laptop of somebody who has logged in. */
    static Laptop of(World world, String login, String organization, String says) throws IOException {
        Laptop laptop = fresh(world, says);
        People people = new People(world.state());
        try (Browser browser = new Browser()) {
            laptop.telepresence
                    .login(url -> people.signIn(browser, browser.open(url), login, organization))
                    .ok();
        }
        return laptop;
    }

    Telepresence telepresence() {
        return telepresence;
    }

    /** Where its service listens, on loopback. */
    int port() {
        return service.port();
    }

    String says() {
        return service.says();
    }

    /**
     * Intercepts a workload whose Service has one port, and answers the preview URL.
     *
     * @param options more of them
     */
    String preview(String name, String... options) {
        return intercept(name, Integer.toString(service.port()), options);
    }

    /** The same for something else that listens on loopback. */
    String preview(String name, int port) {
        return intercept(name, Integer.toString(port));
    }

    /** Intercepts one port of several, and answers the preview URL. */
    String previewOfPort(String name, String servicePort) {
        return intercept(name, service.port() + ":" + servicePort);
    }

    private String intercept(String name, String port, String... options) {
        List<String> words = new ArrayList<>(List.of("intercept", name, "--port=" + port));
        words.addAll(List.of(options));
        return Telepresence.field(telepresence.run(words.toArray(String[]::new)).ok(), "Preview URL");
    }

    /** The process of its daemon. */
    ProcessHandle daemon() {
        return daemon(telepresence);
    }

    /** The process of a command's daemon. */
    static ProcessHandle daemon(Telepresence telepresence) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .filter(words -> words.contains(telepresence.configDir().toString())
                                && words.stream().anyMatch(word -> word.endsWith(".DaemonMain")))
                        .isPresent())
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("java"))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no daemon of " + telepresence.configDir()));
    }

    @Override
    public void close() {
        telepresence.run("quit");
        service.close();
    }
}
