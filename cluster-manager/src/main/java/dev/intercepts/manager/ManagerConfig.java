package dev.intercepts.manager;

import dev.intercepts.manager.injection.ImagePull;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the manager is told by its environment (README).
 *
 * @param namespace its own
 * @param podName its own; replicas tell each other apart by it
 * @param podHost where the ports for the cluster listen
 * @param connectorHost where the ports for connectors listen
 * @param agentImage image of the injected agent
 * @param redirectImage image of the init container for numeric ports
 * @param pull how nodes get both
 * @param agentLogLevel what agents write into their logs, or {@code null} for what they do otherwise
 * @param ports where it listens
 * @param grace until an absent laptop's intercepts are called paused
 * @param timeToLive until they end
 * @param lease how long the replica that works may be silent before another takes over, whole seconds
 * @param alone whether its own namespace is all that it serves
 */
public record ManagerConfig(
        String namespace,
        String podName,
        String podHost,
        String connectorHost,
        String agentImage,
        String redirectImage,
        ImagePull pull,
        @Nullable String agentLogLevel,
        Ports ports,
        Duration grace,
        Duration timeToLive,
        Duration lease,
        boolean alone) {

    private static final Set<String> LOG_LEVELS = Set.of("", "trace", "debug", "info", "warn", "error");

    /** Ports, each 0-65535; 0 takes any free one. */
    public record Ports(
            int agentApi, int agentTunnel, int connectorTunnel, int connectorApi, int health, int webhook) {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException naming the variable that is missing or wrong
     */
    public static ManagerConfig of(Map<String, String> environment) {
        String image = environment.getOrDefault("AGENT_IMAGE", "");
        if (image.isBlank()) {
            throw new IllegalArgumentException("AGENT_IMAGE: missing (expected: the image of the Traffic Agent)");
        }
        return new ManagerConfig(
                environment.getOrDefault("POD_NAMESPACE", ClusterNames.NAMESPACE),
                environment.getOrDefault("POD_NAME", environment.getOrDefault("HOSTNAME", ClusterNames.MANAGER)),
                environment.getOrDefault("POD_IP", "0.0.0.0"),
                environment.getOrDefault("CONNECTOR_BIND_HOST", "127.0.0.1"),
                image,
                environment.getOrDefault("AGENT_INIT_IMAGE", image),
                pull(environment),
                agentLogLevel(environment),
                new Ports(
                        port(environment, "AGENT_API_PORT", ClusterNames.MANAGER_AGENT_API_PORT),
                        port(environment, "AGENT_TUNNEL_PORT", ClusterNames.MANAGER_AGENT_TUNNEL_PORT),
                        port(environment, "CONNECTOR_TUNNEL_PORT", ClusterNames.MANAGER_CONNECTOR_TUNNEL_PORT),
                        port(environment, "CONNECTOR_API_PORT", ClusterNames.MANAGER_CONNECTOR_API_PORT),
                        port(environment, "HEALTH_PORT", ClusterNames.MANAGER_HEALTH_PORT),
                        port(environment, "WEBHOOK_PORT", ClusterNames.MANAGER_WEBHOOK_PORT)),
                duration(environment, "SESSION_GRACE", "PT5S"),
                duration(environment, "SESSION_TTL", "PT24H"),
                lease(environment),
                alone(environment));
    }

    private static boolean alone(Map<String, String> environment) {
        String scope = environment.getOrDefault("MANAGER_SCOPE", "cluster");
        if (!List.of("cluster", "namespace").contains(scope)) {
            throw new IllegalArgumentException("MANAGER_SCOPE: " + scope + " (expected: cluster or namespace)");
        }
        return scope.equals("namespace");
    }

    private static ImagePull pull(Map<String, String> environment) {
        String policy = environment.getOrDefault("AGENT_IMAGE_PULL_POLICY", "");
        if (!List.of("", "Always", "IfNotPresent", "Never").contains(policy)) {
            throw new IllegalArgumentException(
                    "AGENT_IMAGE_PULL_POLICY: " + policy + " (expected: Always, IfNotPresent or Never)");
        }
        String secrets = environment.getOrDefault("AGENT_IMAGE_PULL_SECRETS", "");
        return new ImagePull(
                policy,
                Stream.of(secrets.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private static @Nullable String agentLogLevel(Map<String, String> environment) {
        String level = environment.getOrDefault("AGENT_LOG_LEVEL", "");
        if (!LOG_LEVELS.contains(level)) {
            throw new IllegalArgumentException(
                    "AGENT_LOG_LEVEL: " + level + " (expected: trace, debug, info, warn or error)");
        }
        return level.isEmpty() ? null : level;
    }

    private static Duration lease(Map<String, String> environment) {
        Duration lease = duration(environment, "LEASE_DURATION", "PT5S");
        if (lease.getNano() != 0 || lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "LEASE_DURATION: " + lease + " (expected: whole seconds, at least PT1S)");
        }
        return lease;
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        String text = environment.getOrDefault(name, Integer.toString(otherwise));
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException(name + ": " + text + " (expected: 0-65535)");
    }

    private static Duration duration(Map<String, String> environment, String name, String otherwise) {
        String text = environment.getOrDefault(name, otherwise);
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: ISO 8601 as in PT5S)", e);
        }
    }
}
