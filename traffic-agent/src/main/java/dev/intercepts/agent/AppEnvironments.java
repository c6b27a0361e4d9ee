package dev.intercepts.agent;

import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environments of the app's containers, read out of the agent's own, into which the injector copied them under other names
 * ({@code INTERCEPTED_<i>_NAME}; docs/protocol.md, the agent's container).
 */
final class AppEnvironments {

    /** What the kubelet tells every container of the pod of its namespace's Services. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".+_SERVICE_HOST|.+_SERVICE_PORT(_.+)?|.+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

    private AppEnvironments() {}

    /** By the container's name. */
    static Map<String, Map<String, String>> of(Map<String, String> environment, AgentConfig config) {
        List<String> containers = containers(environment, config);
        Map<String, Map<String, String>> environments = new HashMap<>();
        for (int i = 0; i < containers.size(); i++) {
            environments.put(containers.get(i), variables(environment, ClusterNames.INTERCEPTED_PREFIX + i + "_"));
        }
        return environments;
    }

    private static List<String> containers(Map<String, String> environment, AgentConfig config) {
        String listed = environment.get(ClusterNames.INTERCEPTED_CONTAINERS);
        return listed == null
                ? config.ports().stream()
                        .map(AgentConfig.AgentPort::container)
                        .distinct()
                        .toList()
                : List.of(listed.split(",", -1));
    }

    private static Map<String, String> variables(Map<String, String> environment, String prefix) {
        Pattern reference = Pattern.compile("\\$\\(" + prefix + "([^)]+)\\)");
        Map<String, String> variables = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                String whole = reference.matcher(value).replaceAll(found -> asInTheApp(found.group(1), environment));
                variables.put(name.substring(prefix.length()), whole);
            }
        });
        return variables;
    }

    /**
     * What the kubelet makes of a reference that no variable of the container answers: where it cannot know what
     * {@code envFrom} brings, the injector has to take it for one of these.
     */
    private static String asInTheApp(String name, Map<String, String> environment) {
        @Nullable String value = environment.get(name);
        return Matcher.quoteReplacement(value != null && serviceLink(name, value) ? value : "$(" + name + ")");
    }

    /** {@code NAME_PORT} is an address in such a link; the agent has settings of its own that end in it. */
    private static boolean serviceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches() || name.endsWith("_PORT") && value.contains("://");
    }
}
