package dev.intercepts.dashboard.intercepts;

import dev.intercepts.protocol.intercept.InterceptState;

/** States in words and in three tones. */
final class StateWords {

    private StateWords() {}

    static String word(InterceptState state) {
        return switch (state) {
            case WAITING -> "Waiting";
            case ACTIVE -> "Active";
            case PAUSED -> "Paused";
            case NO_AGENT -> "No agent";
            case NO_PORTS -> "No port";
            case NO_MECHANISM -> "Not supported";
            case CONFLICT -> "Conflict";
            case AGENT_ERROR -> "Agent failed";
            case BAD_ARGS -> "Wrong arguments";
        };
    }

    static String tone(InterceptState state) {
        return switch (state) {
            case ACTIVE -> "good";
            case WAITING, PAUSED -> "wait";
            case NO_AGENT, NO_PORTS, NO_MECHANISM, CONFLICT, AGENT_ERROR, BAD_ARGS -> "bad";
        };
    }
}
