package dev.intercepts.playground;

import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.StateFile;

/** {@code tour}. */
final class TourCommand {
    TourCommand(Checkout checkout, StateFile file, String route) {}

    int run() {
        return 0;
    }
}
