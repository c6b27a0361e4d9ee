package dev.intercepts.playground.kube;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which ready pods, and which of their ports, stand behind a Service's port. */
final class Backends {

    /** Init container that redirects ports in the pod's network, and what tells it how. */
    private static final String REDIRECT = "REDIRECT";

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

    /** Whether the init container only redirects ports, which is done here and not by a process. */
    static boolean redirects(JsonNode initContainer) {
        return !rules(initContainer).isEmpty();
    }

    /** Where a connection to this port of the pod ends: {@code REDIRECT} is a list such as {@code 8080=9900,8081=9901}. */
    static int redirected(JsonNode pod, int port) {
        return Json.objects(pod, "spec", "initContainers")
                .flatMap(container -> Stream.of(rules(container).split("[,\\s]+")))
                .map(rule -> rule.split("="))
                .filter(rule -> rule.length == 2 && rule[0].equals(Integer.toString(port)))
                .map(rule -> Integer.parseInt(rule[1]))
                .findFirst()
                .orElse(port);
    }

    private static String rules(JsonNode container) {
        return Json.objects(container, "env")
                .filter(variable -> Json.text(variable, "name").equals(REDIRECT))
                .map(variable -> Json.text(variable, "value"))
                .findFirst()
                .orElse("");
    }
}
