package dev.intercepts.agent.routes;

/** Who answers. */
public sealed interface Destination {

    /** The app container of this pod. */
    record App() implements Destination {}

    /**
     * A laptop, through the Traffic Manager.
     *
     * @param intercept {@code namespace/name}
     * @param sessionId whose laptop
     * @param targetPort port on the laptop, for the stream's authority
     */
    record Laptop(String intercept, String sessionId, int targetPort) implements Destination {}

    /** The app container; there is one. */
    Destination APP = new App();
}
