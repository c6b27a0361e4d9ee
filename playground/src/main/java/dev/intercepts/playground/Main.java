package dev.intercepts.playground;

import dev.intercepts.playground.Arguments.UsageException;
import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.Packaging;
import dev.intercepts.playground.world.StateFile;
import dev.intercepts.playground.world.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code bin/playground}: {@code up}, {@code down}, {@code tour}. */
public final class Main {

    private Main() {}

    /** Exit status: 0 done, 1 it failed, 2 used wrongly. */
    public static void main(String[] words) {
        int status;
        try {
            status = run(Arguments.parse(List.of(words)));
        } catch (UsageException e) {
            System.err.println("playground: " + e.getMessage());
            status = 2;
        } catch (RuntimeException e) {
            System.err.println("playground: " + e.getMessage());
            if (System.getenv("PLAYGROUND_DEBUG") != null) {
                e.printStackTrace();
            }
            status = 1;
        }
        System.exit(status);
    }

    private static int run(Arguments arguments) {
        Checkout checkout = Checkout.here();
        String named = arguments.options().getOrDefault("--state", "");
        StateFile file = named.isEmpty() ? StateFile.in(checkout) : new StateFile(Path.of(named));
        Surroundings surroundings = new Surroundings(
                Optional.ofNullable(arguments.options().get("--kubeconfig")).map(Path::of),
                packaging(arguments.options().getOrDefault("--hosted", "jar")));
        Up up = new Up(checkout, file, surroundings);
        return switch (arguments.command()) {
            case "up" -> up.run();
            case "down" -> new Down(file).run();
            case "tour" ->
                new TourCommand(checkout, file, up, arguments.options().getOrDefault("--route", "auto")).run();
            case "world" -> new WorldProcess(checkout, file, surroundings).run();
            default -> throw new UsageException(arguments.command() + " (expected: up, down or tour)");
        };
    }

    private static Packaging packaging(String name) {
        try {
            return Packaging.of(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
