package dev.intercepts.manager.agents;

import org.jspecify.annotations.Nullable;

/**
 * Who an agent is by its ServiceAccount token.
 *
 * @param namespace of the ServiceAccount, and so of the pod
 * @param pod that the token is bound to; {@code null} where the cluster does not say
 */
public record AgentIdentity(String namespace, @Nullable String pod) {

    /** Whether an agent with this token may speak for that pod. */
    public boolean isPod(String podNamespace, String podName) {
        return namespace.equals(podNamespace) && (pod == null || pod.equals(podName));
    }
}
