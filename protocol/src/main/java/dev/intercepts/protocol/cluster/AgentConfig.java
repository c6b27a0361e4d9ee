package dev.intercepts.protocol.cluster;

import dev.intercepts.protocol.intercept.Workload;
import java.util.List;

/**
 * What an agent must know from its first moment, before any route: environment variable {@code AGENT_CONFIG} of its
 * container, as JSON.
 *
 * @param namespace of the pod
 * @param workload whose pod it is
 * @param managerHost name of the manager's Service as a pod resolves it
 * @param ports which of its ports stands before which port of the app
 */
public record AgentConfig(String namespace, Workload workload, String managerHost, List<AgentPort> ports) {

    public AgentConfig {
        ports = List.copyOf(ports);
    }

    /**
     * A port of the agent.
     *
     * @param agentPort where the agent listens, 1-65535
     * @param containerPort the app's port that it stands for, 1-65535
     * @param container name of the app container that has the port
     */
    public record AgentPort(int agentPort, int containerPort, String container) {}
}
