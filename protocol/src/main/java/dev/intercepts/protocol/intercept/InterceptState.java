package dev.intercepts.protocol.intercept;

/** States of an intercept, as in {@code status.state} of the custom resource, the REST API and the terminal. */
public enum InterceptState {
    /** Accepted; agents are being injected or have not all applied it. */
    WAITING,
    /** Every ready pod of the workload has applied it and the laptop is there. */
    ACTIVE,
    /** The laptop is away; its traffic goes to the cluster's own service. */
    PAUSED,
    /** No agent could be put into the workload's pods. */
    NO_AGENT,
    /** The workload or service has no port that fits. */
    NO_PORTS,
    /** The agents do not know the mechanism. */
    NO_MECHANISM,
    /** Another intercept holds what this one asks for. */
    CONFLICT,
    /** An agent reported that it could not apply it. */
    AGENT_ERROR,
    /** The specification itself is wrong. */
    BAD_ARGS;

    /** Whether the intercept will not become active without a change by its owner or another's. */
    public boolean failed() {
        return ordinal() >= NO_AGENT.ordinal();
    }
}
