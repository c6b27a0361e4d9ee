package dev.intercepts.manager.injection;

import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The app containers' environment, copied under other names into the agent's container, where the kubelet resolves it: so the
 * agent can tell a laptop what the app sees, Secrets and ConfigMaps included, without any right to read them.
 */
final class InterceptedEnvironment {

    /** {@code $(NAME)}, unless escaped as {@code $$(NAME)}. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]+)\\)");

    private InterceptedEnvironment() {}

    /** The app containers' names by index. */
    static String names(List<ObjectNode> containers) {
        return containers.stream().map(ServingContainers::name).collect(Collectors.joining(","));
    }

    /** {@code env}. */
    static List<JsonNode> variables(List<ObjectNode> containers) {
        List<JsonNode> variables = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            String prefix = prefix(i);
            String container = containers.get(i).path("name").asString("");
            boolean more = !containers.get(i).path("envFrom").isEmpty();
            Set<String> defined = new HashSet<>();
            for (JsonNode original : containers.get(i).path("env")) {
                ObjectNode variable = (ObjectNode) original.deepCopy();
                String name = variable.path("name").asString("");
                variable.put("name", prefix + name);
                if (variable.hasNonNull("value")) {
                    Predicate<String> copied = more ? any -> true : defined::contains;
                    variable.put(
                            "value", renameReferences(variable.path("value").asString(), copied, prefix));
                }
                if (variable.path("valueFrom").path("resourceFieldRef") instanceof ObjectNode resource
                        && !resource.hasNonNull("containerName")) {
                    resource.put("containerName", container);
                }
                defined.add(name);
                variables.add(variable);
            }
        }
        return variables;
    }

    /** {@code envFrom}. */
    static List<JsonNode> sources(List<ObjectNode> containers) {
        List<JsonNode> sources = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            for (JsonNode original : containers.get(i).path("envFrom")) {
                ObjectNode source = (ObjectNode) original.deepCopy();
                source.put("prefix", prefix(i) + source.path("prefix").asString(""));
                sources.add(source);
            }
        }
        return sources;
    }

    private static String prefix(int index) {
        return ClusterNames.INTERCEPTED_PREFIX + index + "_";
    }

    /**
     * References to variables that were copied are to their copies; others (of Services) stay as they are. What {@code envFrom}
     * brings is known to the kubelet alone, so where there is one, any name can be of it: of those that are not, the kubelet leaves
     * the reference, and the agent makes of it what it would be in the app.
     */
    private static String renameReferences(String value, Predicate<String> copied, String prefix) {
        return REFERENCE.matcher(value).replaceAll(match -> {
            String name = match.group(1);
            String text = name != null && copied.test(name) ? "$(" + prefix + name + ")" : match.group();
            return Matcher.quoteReplacement(text);
        });
    }
}
