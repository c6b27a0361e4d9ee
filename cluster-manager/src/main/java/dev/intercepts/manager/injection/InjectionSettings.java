package dev.intercepts.manager.injection;

import org.jspecify.annotations.Nullable;

/**
 * What is the same for all pods.
 *
 * @param agentImage image of the agent
 * @param redirectImage image with {@code sh} and {@code iptables}
 * @param managerHost name of the manager's Service as a pod resolves it
 * @param agentApiPort port of that Service for routes
 * @param agentTunnelPort port of that Service for tunnels
 * @param pull how nodes get both images
 * @param agentLogLevel what the agent writes into its log, or {@code null} for what it does otherwise
 */
public record InjectionSettings(
        String agentImage,
        String redirectImage,
        String managerHost,
        int agentApiPort,
        int agentTunnelPort,
        ImagePull pull,
        @Nullable String agentLogLevel) {}
