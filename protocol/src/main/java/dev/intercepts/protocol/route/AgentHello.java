package dev.intercepts.protocol.route;

import dev.intercepts.protocol.intercept.Workload;
import java.util.Map;

/**
 * What an agent says of itself when it asks for its routes.
 *
 * @param namespace of its pod
 * @param pod name of its pod
 * @param workload whose pod it is
 * @param version of the agent
 * @param environments app container name to that container's environment
 */
public record AgentHello(
        String namespace,
        String pod,
        Workload workload,
        String version,
        Map<String, Map<String, String>> environments) {}
