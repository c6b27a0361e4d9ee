package dev.intercepts.playground.kube;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which ready pods, and which of their ports, stand behind a Service's port. */
final class Backends {

    /** A rule of {@code iptables} as an init container writes it to redirect a port of its pod. */
    private static final Pattern REDIRECT =
            Pattern.compile("\\biptables -t nat -A PREROUTING -p tcp --dport (\\d+) -j REDIRECT --to-ports? (\\d+)");

    /** An address that answers for a Service. */
    record Backend(String ip, int port, String pod) {}

    private Backends() {}

    /** The backends of the Service's port with this number. */
    static List<Backend> of(JsonNode service, int servicePort, List<ObjectNode> podsOfNamespace) {
        return Json.objects(service, "spec", "ports")
                .filter(port -> Json.number(port, 0, "port") == servicePort)
                .flatMap(port -> of(service, port, podsOfNamespace))
                .toList();
    }

    /** The backends of one of the Service's ports. */
    static Stream<Backend> of(JsonNode service, JsonNode port, List<ObjectNode> podsOfNamespace) {
        return podsOfNamespace.stream()
                .filter(pod -> selects(service, pod) && Meta.podReady(pod))
                .flatMap(pod -> targetPort(pod, port)
                        .map(number ->
                                new Backend(Json.text(pod, "status", "podIP"), redirected(pod, number), Meta.name(pod)))
                        .stream());
    }

    /** Whether the pod belongs to the Service; one without selector selects nothing. */
    static boolean selects(JsonNode service, JsonNode pod) {
        JsonNode selector = Json.at(service, "spec", "selector");
        return !selector.isEmpty()
                && Meta.namespace(service).equals(Meta.namespace(pod))
                && Selector.matches(Json.object().set("matchLabels", selector), Meta.labels(pod));
    }

    /** The number of the pod's port that a Service's {@code targetPort}, number or name, means. */
    static Optional<Integer> targetPort(JsonNode pod, JsonNode servicePort) {
        JsonNode target = servicePort.path("targetPort");
        if (target.isNumber()) {
            return Optional.of(target.asInt());
        }
        return namedPort(pod, target.asString(""));
    }

    /** The number of the port that one of the pod's containers gives this name; sidecars among init containers too. */
    static Optional<Integer> namedPort(JsonNode pod, String name) {
        return Stream.concat(
                        Json.objects(pod, "spec", "containers"),
                        Json.objects(pod, "spec", "initContainers").filter(Backends::isSidecar))
                .flatMap(container -> Json.objects(container, "ports"))
                .filter(port -> Json.text(port, "name").equals(name))
                .map(port -> Json.number(port, 0, "containerPort"))
                .findFirst();
    }

    static boolean isSidecar(JsonNode initContainer) {
        return Json.text(initContainer, "restartPolicy").equals("Always");
    }

    /** Whether the init container redirects ports, which is done here and not by a process. */
    static boolean redirects(JsonNode initContainer) {
        return REDIRECT.matcher(script(initContainer)).find();
    }

    /**
     * Where a connection from outside the pod to this port of it ends, by the {@code iptables} rules that its init containers
     * make; the first rule counts.
     */
    static int redirected(JsonNode pod, int port) {
        return Json.objects(pod, "spec", "initContainers")
                .flatMap(container -> REDIRECT.matcher(script(container)).results())
                .filter(rule -> Integer.parseInt(rule.group(1)) == port)
                .map(rule -> Integer.parseInt(rule.group(2)))
                .findFirst()
                .orElse(port);
    }

    private static String script(JsonNode container) {
        return Stream.of("command", "args")
                .flatMap(list -> Json.elements(container, list).stream())
                .map(word -> word.asString(""))
                .collect(Collectors.joining("\n"));
    }
}
