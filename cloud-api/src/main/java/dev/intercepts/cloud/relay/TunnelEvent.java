package dev.intercepts.cloud.relay;

/** Who has come to the relay and who has gone; with several connections, the first one comes and the last one goes. */
public sealed interface TunnelEvent {

    /** Whose it is. */
    String organizationId();

    /** Streams can be opened into the cluster. */
    record ClusterConnected(String organizationId, String clusterId) implements TunnelEvent {}

    /** No tunnel into the cluster is left. */
    record ClusterDisconnected(String organizationId, String clusterId) implements TunnelEvent {}

    /** The laptop of a session can be reached. */
    record SessionConnected(String organizationId, String sessionId) implements TunnelEvent {}

    /** No tunnel to the laptop is left. */
    record SessionDisconnected(String organizationId, String sessionId) implements TunnelEvent {}
}
