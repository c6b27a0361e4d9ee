package dev.intercepts.benchmarks;

import java.io.IOException;

/** Starts our own contender: the edge in one process, the dialling side of its tunnel in another. */
final class Ours {

    private Ours() {}

    static Contender edge(Programs programs, int origin) throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
