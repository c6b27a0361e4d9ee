package dev.intercepts.agent;

import dev.intercepts.agent.json.ProtocolJson;
import dev.intercepts.agent.proxy.Limits;
import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is told by its environment (docs/protocol.md, "Manager → pod").
 *
 * @param config {@code AGENT_CONFIG}
 * @param pod {@code POD_NAME}
 * @param namespace {@code POD_NAMESPACE}, else the configuration's
 * @param podIps {@code POD_IPS}, separated by commas, else {@code POD_IP}: where it listens, each for the app at that address
 * @param tokenFile {@code AGENT_TOKEN_FILE}
 * @param managerApiPort {@code MANAGER_API_PORT}
 * @param managerTunnelPort {@code MANAGER_TUNNEL_PORT}
 * @param healthPort {@code AGENT_HEALTH_PORT}
 * @param limits {@code AGENT_MAX_HEAD_BYTES}; the rest as by default
 * @param readyAnyway {@code AGENT_READY_AFTER}: how long a first table is waited for, ISO 8601
 * @param listenOn {@code AGENT_LISTEN_ON}: how long it still accepts connections after SIGTERM, ISO 8601
 * @param drainTime {@code AGENT_DRAIN_TIME}: how long open exchanges may go on after that, ISO 8601
 * @param environments app container name to its environment, of {@code INTERCEPTED_…}
 */
record AgentSettings(
        AgentConfig config,
        String pod,
        String namespace,
        List<String> podIps,
        Path tokenFile,
        int managerApiPort,
        int managerTunnelPort,
        int healthPort,
        Limits limits,
        Duration readyAnyway,
        Duration listenOn,
        Duration drainTime,
        Map<String, Map<String, String>> environments) {

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException with a sentence that names the variable
     */
    static AgentSettings of(Map<String, String> environment) {
        AgentConfig config = ProtocolJson.agentConfig(required(environment, "AGENT_CONFIG"));
        int headBytes = number(environment, "AGENT_MAX_HEAD_BYTES", Limits.DEFAULT.headBytes(), 1024, 1024 * 1024);
        return new AgentSettings(
                config,
                required(environment, "POD_NAME"),
                environment.getOrDefault("POD_NAMESPACE", config.namespace()),
                podIps(environment),
                Path.of(environment.getOrDefault("AGENT_TOKEN_FILE", ClusterNames.AGENT_TOKEN_FILE)),
                port(environment, "MANAGER_API_PORT", ClusterNames.MANAGER_AGENT_API_PORT),
                port(environment, "MANAGER_TUNNEL_PORT", ClusterNames.MANAGER_AGENT_TUNNEL_PORT),
                port(environment, "AGENT_HEALTH_PORT", ClusterNames.AGENT_HEALTH_PORT),
                Limits.DEFAULT.withHeadBytes(headBytes),
                duration(environment, "AGENT_READY_AFTER", Duration.ofSeconds(10)),
                duration(environment, "AGENT_LISTEN_ON", Duration.ofSeconds(3)),
                duration(environment, "AGENT_DRAIN_TIME", Duration.ofSeconds(20)),
                AppEnvironments.of(environment, config));
    }

    /** A pod has an address of each family of its cluster, the first of them {@code POD_IP}. */
    private static List<String> podIps(Map<String, String> environment) {
        String first = required(environment, "POD_IP");
        String all = environment.getOrDefault("POD_IPS", "");
        return all.isBlank() ? List.of(first) : List.of(all.split(",", -1));
    }

    /** The first address, where it says how it is. */
    String podIp() {
        return podIps.getFirst();
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set (the injector sets it; see docs/protocol.md)");
        }
        return value;
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        return number(environment, name, otherwise, 0, 65535);
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int least, int most) {
        @Nullable String value = environment.get(name);
        if (value == null) {
            return otherwise;
        }
        boolean digits = value.matches("[0-9]{1,9}");
        if (!digits || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + "-" + most + ")");
        }
        return Integer.parseInt(value);
    }

    private static Duration duration(Map<String, String> environment, String name, Duration otherwise) {
        @Nullable String value = environment.get(name);
        try {
            return value == null ? otherwise : Duration.parse(value);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: ISO 8601, such as PT10S)", e);
        }
    }
}
