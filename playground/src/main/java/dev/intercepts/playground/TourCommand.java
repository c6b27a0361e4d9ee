package dev.intercepts.playground;

import dev.intercepts.playground.Arguments.UsageException;
import dev.intercepts.playground.tour.Report;
import dev.intercepts.playground.tour.Telepresence;
import dev.intercepts.playground.tour.Tour;
import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.StateFile;
import dev.intercepts.playground.world.WorldState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code tour}: walks through a playground that is up, else through one of its own that it ends again. */
final class TourCommand {

    private static final List<String> ROUTES = List.of("auto", "direct", "relay");

    private final Checkout checkout;
    private final StateFile file;
    private final Up up;
    private final String route;

    TourCommand(Checkout checkout, StateFile file, Up up, String route) {
        if (!ROUTES.contains(route)) {
            throw new UsageException("--route: " + route + " (expected: auto, direct or relay)");
        }
        this.checkout = checkout;
        this.file = file;
        this.up = up;
        this.route = route;
    }

    int run() {
        boolean visitor = file.read().filter(Up::runs).isPresent();
        try {
            return walk(up.start()) ? 0 : 1;
        } finally {
            if (!visitor) {
                Down.clear(file);
            }
        }
    }

    private boolean walk(WorldState world) {
        Path configDir = laptopOf(world);
        Report report = new Report(System.out);
        try (Tour tour = new Tour(world, new Telepresence(checkout.script("telepresence"), configDir), route, report)) {
            tour.walk();
        } finally {
            Down.remove(configDir);
        }
        report.end();
        return report.allPassed();
    }

    /** A laptop of the tour's own, so that a login of whoever brought the playground up stays as it is. */
    private Path laptopOf(WorldState world) {
        try {
            // Not below the checkout: the daemon's Unix socket has room for a path of 103 bytes only.
            Path configDir = Files.createTempDirectory("tour");
            Files.copy(Path.of(world.configDir(), "settings.json"), configDir.resolve("settings.json"));
            return configDir;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a configuration directory", e);
        }
    }
}
