package dev.intercepts.playground.kube;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What must hold before an object is stored; each refusal is a 422. */
final class Validation {

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private Validation() {}

    static void check(ResourceType type, ObjectNode object) {
        checkName(type, Meta.name(object));
        switch (type.kind()) {
            case "Pod" -> checkContainers(type, object, object.path("spec"));
            case "Deployment", "ReplicaSet", "StatefulSet" -> checkWorkload(type, object);
            case "Service" -> checkService(type, object);
            case "CustomResourceDefinition" -> checkDefinition(type, object);
            default -> {}
        }
    }

    static void checkChange(ResourceType type, ObjectNode old, ObjectNode wanted) {
        switch (type.kind()) {
            case "Deployment", "ReplicaSet", "StatefulSet" -> refuseChange(type, old, wanted, "spec", "selector");
            case "Service" -> refuseChange(type, old, wanted, "spec", "clusterIP");
            case "Pod" -> {
                if (!withoutImages(old).equals(withoutImages(wanted))) {
                    throw invalid(type, wanted, "spec: Forbidden: pod updates may not change fields other than images");
                }
            }
            default -> {}
        }
    }

    private static void checkName(ResourceType type, String name) {
        if (name.isEmpty()) {
            throw ApiException.invalid(
                    type.kind() + " \"\"", "metadata.name: Required value: name or generateName is required");
        }
        boolean colonsAllowed = type.group().equals("rbac.authorization.k8s.io");
        Pattern expected = type.kind().equals("Service") || type.kind().equals("Namespace") ? LABEL : SUBDOMAIN;
        if (!colonsAllowed && (name.length() > 253 || !expected.matcher(name).matches())) {
            throw ApiException.invalid(
                    type.kind() + " \"" + name + "\"",
                    "metadata.name: Invalid value: \"" + name + "\" (expected: RFC 1123)");
        }
    }

    private static void checkContainers(ResourceType type, ObjectNode object, JsonNode podSpec) {
        if (Json.elements(podSpec, "containers").isEmpty()) {
            throw invalid(type, object, "spec.containers: Required value");
        }
        Json.objects(podSpec, "containers").forEach(container -> {
            if (Json.text(container, "name").isEmpty()
                    || Json.text(container, "image").isEmpty()) {
                throw invalid(type, object, "spec.containers: Required value: name and image");
            }
            Json.objects(container, "ports")
                    .forEach(port -> checkPort(type, object, Json.number(port, 0, "containerPort")));
        });
    }

    private static void checkWorkload(ResourceType type, ObjectNode object) {
        JsonNode selector = Json.at(object, "spec", "selector");
        if (selector.isEmpty()) {
            throw invalid(type, object, "spec.selector: Required value");
        }
        if (!Selector.matches(selector, Meta.labels(Json.at(object, "spec", "template")))) {
            throw invalid(
                    type,
                    object,
                    "spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`");
        }
        checkContainers(type, object, Json.at(object, "spec", "template", "spec"));
    }

    private static void checkService(ResourceType type, ObjectNode object) {
        if (Json.elements(object, "spec", "ports").isEmpty()
                && !Json.text(object, "spec", "clusterIP").equals("None")) {
            throw invalid(type, object, "spec.ports: Required value");
        }
        Json.objects(object, "spec", "ports").forEach(port -> checkPort(type, object, Json.number(port, 0, "port")));
    }

    private static void checkDefinition(ResourceType type, ObjectNode object) {
        String expected = Json.text(object, "spec", "names", "plural") + "." + Json.text(object, "spec", "group");
        if (!Meta.name(object).equals(expected)) {
            throw invalid(type, object, "metadata.name: Invalid value: must be spec.names.plural+\".\"+spec.group");
        }
    }

    private static void checkPort(ResourceType type, ObjectNode object, int port) {
        if (port < 1 || port > 65_535) {
            throw invalid(type, object, "port: " + port + " (expected: 1-65535)");
        }
    }

    private static void refuseChange(ResourceType type, ObjectNode old, ObjectNode wanted, String... path) {
        if (!Json.at(old, path).equals(Json.at(wanted, path))) {
            throw invalid(type, wanted, String.join(".", path) + ": field is immutable");
        }
    }

    private static JsonNode withoutImages(ObjectNode pod) {
        ObjectNode copy = Json.object();
        if (pod.path("spec") instanceof ObjectNode spec) {
            copy = spec.deepCopy();
        }
        for (String list : new String[] {"containers", "initContainers"}) {
            Json.objects(copy, list).forEach(container -> container.remove("image"));
        }
        copy.remove("tolerations");
        copy.remove("activeDeadlineSeconds");
        copy.remove("terminationGracePeriodSeconds");
        copy.remove("nodeName");
        return copy;
    }

    private static ApiException invalid(ResourceType type, ObjectNode object, String why) {
        return ApiException.invalid(type.kind() + ".\"" + Meta.name(object) + "\"", why);
    }
}
