package dev.intercepts.playground;

import dev.intercepts.playground.world.WorldState;

/** What a newcomer may try in a playground that is up. */
final class NextSteps {

    private NextSteps() {}

    /**
     * Five lines.
     *
     * @param stateOption {@code " --state FILE"} as it has to be said again to end this playground, empty for the default
     */
    static String after(WorldState state, String stateOption) {
        String telepresence = "bin/telepresence --config " + state.configDir();
        return """
                1. The shop as it is in the cluster:    %s
                2. Sign in (ada or grace; no password): %s login
                3. Serve something on port 9000:        python3 -m http.server 9000
                4. Preview it inside the shop:          %s intercept hello --port=9000
                5. When you are done:                   bin/playground down%s
                """.formatted(state.ingressUrl(), telepresence, telepresence, stateOption);
    }
}
