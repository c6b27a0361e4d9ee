package dev.intercepts.manager.intercepts;

import dev.intercepts.protocol.intercept.InterceptState;

/** A state and its sentence. */
record Outcome(InterceptState state, String message) {

    static Outcome waiting(String message) {
        return new Outcome(InterceptState.WAITING, message);
    }

    static Outcome badArgs(String message) {
        return new Outcome(InterceptState.BAD_ARGS, message);
    }

    static Outcome noPorts(String message) {
        return new Outcome(InterceptState.NO_PORTS, message);
    }

    static Outcome noAgent(String message) {
        return new Outcome(InterceptState.NO_AGENT, message);
    }
}
