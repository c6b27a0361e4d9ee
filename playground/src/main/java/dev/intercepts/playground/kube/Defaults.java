package dev.intercepts.playground.kube;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an object has although nobody said it: the values that the rest of the cluster and its clients count on. */
final class Defaults {

    /** The one node. */
    static final String NODE = "playground";

    private final Supplier<String> serviceAddresses;

    /** @param serviceAddresses a new ClusterIP each time */
    Defaults(Supplier<String> serviceAddresses) {
        this.serviceAddresses = serviceAddresses;
    }

    /** Completes the object in place; a complete one stays as it is. */
    void complete(ResourceType type, ObjectNode object) {
        switch (type.kind()) {
            case "Namespace" -> {
                Json.child(object, "metadata", "labels").put("kubernetes.io/metadata.name", Meta.name(object));
                absent(Json.child(object, "status"), "phase", "Active");
            }
            case "Pod" -> {
                pod(Json.child(object, "spec"));
                absent(Json.child(object, "spec"), "nodeName", NODE);
                absent(Json.child(object, "status"), "phase", "Pending");
            }
            case "Deployment" -> {
                ObjectNode spec = Json.child(object, "spec");
                absent(spec, "replicas", 1);
                absent(spec, "revisionHistoryLimit", 10);
                absent(spec, "progressDeadlineSeconds", 600);
                deploymentStrategy(Json.child(spec, "strategy"));
                pod(Json.child(spec, "template", "spec"));
            }
            case "ReplicaSet" -> {
                absent(Json.child(object, "spec"), "replicas", 1);
                pod(Json.child(object, "spec", "template", "spec"));
            }
            case "StatefulSet" -> {
                ObjectNode spec = Json.child(object, "spec");
                absent(spec, "replicas", 1);
                absent(spec, "podManagementPolicy", "OrderedReady");
                absent(Json.child(spec, "updateStrategy"), "type", "RollingUpdate");
                pod(Json.child(spec, "template", "spec"));
            }
            case "Service" -> service(Json.child(object, "spec"));
            case "Secret" -> secret(object);
            case "CustomResourceDefinition" -> definition(object);
            default -> {}
        }
    }

    /** What a replacement need not say again. */
    void carryOver(ResourceType type, JsonNode old, ObjectNode wanted) {
        if (type.equals(ResourceTypes.SERVICES)) {
            ObjectNode spec = Json.child(wanted, "spec");
            for (String field : List.of("clusterIP", "clusterIPs")) {
                if (!spec.hasNonNull(field) && Json.at(old, "spec").has(field)) {
                    spec.set(field, Json.at(old, "spec", field));
                }
            }
        }
    }

    private static void deploymentStrategy(ObjectNode strategy) {
        absent(strategy, "type", "RollingUpdate");
        if (Json.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            absent(rolling, "maxSurge", "25%");
            absent(rolling, "maxUnavailable", "25%");
        }
    }

    private static void pod(ObjectNode spec) {
        absent(spec, "restartPolicy", "Always");
        absent(spec, "terminationGracePeriodSeconds", 30);
        absent(spec, "dnsPolicy", "ClusterFirst");
        absent(spec, "serviceAccountName", "default");
        absent(spec, "schedulerName", "default-scheduler");
        Json.child(spec, "securityContext");
        for (String list : List.of("initContainers", "containers")) {
            Json.objects(spec, list).forEach(container -> {
                absent(container, "imagePullPolicy", "IfNotPresent");
                absent(container, "terminationMessagePath", "/dev/termination-log");
                absent(container, "terminationMessagePolicy", "File");
                Json.child(container, "resources");
                Json.objects(container, "ports").forEach(port -> absent(port, "protocol", "TCP"));
                for (String probe : List.of("readinessProbe", "livenessProbe", "startupProbe")) {
                    if (container.path(probe) instanceof ObjectNode found) {
                        probe(found);
                    }
                }
            });
        }
    }

    private static void probe(ObjectNode probe) {
        absent(probe, "periodSeconds", 10);
        absent(probe, "timeoutSeconds", 1);
        absent(probe, "successThreshold", 1);
        absent(probe, "failureThreshold", 3);
        if (probe.path("httpGet") instanceof ObjectNode get) {
            absent(get, "path", "/");
            absent(get, "scheme", "HTTP");
        }
    }

    private void service(ObjectNode spec) {
        absent(spec, "type", "ClusterIP");
        absent(spec, "sessionAffinity", "None");
        if (Json.text(spec, "clusterIP").isEmpty() && !Json.text(spec, "type").equals("ExternalName")) {
            spec.put("clusterIP", serviceAddresses.get());
        }
        if (!spec.has("clusterIPs") && spec.has("clusterIP")) {
            spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
        }
        Json.objects(spec, "ports").forEach(port -> {
            absent(port, "protocol", "TCP");
            if (!port.hasNonNull("targetPort")) {
                port.set("targetPort", port.path("port"));
            }
        });
    }

    private static void secret(ObjectNode secret) {
        absent(secret, "type", "Opaque");
        for (Map.Entry<String, String> entry :
                Json.strings(secret, "stringData").entrySet()) {
            Json.child(secret, "data")
                    .put(
                            entry.getKey(),
                            Base64.getEncoder().encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        secret.remove("stringData");
    }

    private static void definition(ObjectNode definition) {
        ObjectNode names = Json.child(definition, "spec", "names");
        absent(names, "singular", Json.text(names, "kind").toLowerCase(java.util.Locale.ROOT));
        absent(names, "listKind", Json.text(names, "kind") + "List");
        ObjectNode status = Json.child(definition, "status");
        status.set("acceptedNames", names.deepCopy());
        ArrayNode stored = status.putArray("storedVersions");
        Json.objects(definition, "spec", "versions")
                .filter(version -> version.path("storage").asBoolean(false))
                .forEach(version -> stored.add(Json.text(version, "name")));
        ArrayNode conditions = status.putArray("conditions");
        for (String type : List.of("NamesAccepted", "Established")) {
            conditions.addObject().put("type", type).put("status", "True").put("reason", "Accepted");
        }
    }

    private static void absent(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    private static void absent(ObjectNode object, String field, int value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }
}
