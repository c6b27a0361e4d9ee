package dev.intercepts.manager.injection;

import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One port of a pod that is led to the agent.
 *
 * @param port the app's
 * @param agentPort where its connections go instead
 * @param probePort whose connections go past the agent to the app
 */
record Redirect(int port, int agentPort, int probePort) {

    private static final Pattern RULE = Pattern.compile("\\biptables -t nat -A PREROUTING .*--dport (\\d+) .* (\\d+)");

    static List<Redirect> of(PortPlan plan) {
        return plan.ports().stream()
                .filter(PortPlan.Planned::redirected)
                .map(planned -> new Redirect(
                        planned.agent().containerPort(),
                        planned.agent().agentPort(),
                        Objects.requireNonNull(planned.probePort())))
                .toList();
    }

    /** Those of a pod that has its init container. */
    static List<Redirect> of(JsonNode spec) {
        List<Redirect> redirects = new ArrayList<>();
        for (JsonNode container : spec.path("initContainers")) {
            if (ServingContainers.name(container).equals(ClusterNames.REDIRECT_CONTAINER)) {
                List<MatchResult> rules = RULE.matcher(
                                container.path("command").path(2).asString(""))
                        .results()
                        .toList();
                for (int i = 0; i + 1 < rules.size(); i += 2) {
                    redirects.add(new Redirect(
                            number(rules.get(i), 1), number(rules.get(i), 2), number(rules.get(i + 1), 1)));
                }
            }
        }
        return redirects;
    }

    private static int number(MatchResult rule, int group) {
        return Integer.parseInt(rule.group(group));
    }

    /** What comes from outside the pod. The first rule that fits a connection decides, so none is led twice. */
    Stream<String> incoming(String tool) {
        return Stream.of(incoming(tool, port, agentPort), incoming(tool, probePort, port));
    }

    private static String incoming(String tool, int from, int to) {
        return tool + " -t nat -A PREROUTING -p tcp --dport " + from + " -j REDIRECT --to-ports " + to;
    }

    /** What a mesh's proxy sends on to the app, and its own probes of the app. Before the mesh's rules, which end there. */
    Stream<String> behindProxy(List<Integer> users) {
        return Stream.concat(
                Stream.of(within(probePort, "", port)),
                users.stream().map(user -> within(port, " -m owner --uid-owner " + user, agentPort)));
    }

    private static String within(int from, String whose, int to) {
        return "$own -t nat -I OUTPUT -o lo -p tcp --dport " + from + whose + " -j DNAT --to-destination \"$at:" + to
                + "\"";
    }
}
