package dev.intercepts.playground.kube;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down for each Service which pods stand behind it: {@code Endpoints} and {@code EndpointSlice}; gives load balancers their address. */
final class EndpointObjects implements Runnable {

    private final Resources resources;

    EndpointObjects(Resources resources) {
        this.resources = resources;
    }

    @Override
    public void run() {
        for (ObjectNode service : resources.store().all(ResourceTypes.SERVICES)) {
            if (!Meta.deleting(service) && !Json.at(service, "spec", "selector").isEmpty()) {
                List<ObjectNode> pods = resources
                        .store()
                        .list(ResourceTypes.PODS, Meta.namespace(service))
                        .objects();
                put(ResourceTypes.ENDPOINTS, endpoints(service, pods));
                put(ResourceTypes.ENDPOINT_SLICES, slice(service, pods));
            }
            if (Json.text(service, "spec", "type").equals("LoadBalancer")) {
                ObjectNode status = Json.object();
                Json.list(status, "loadBalancer", "ingress")
                        .addObject()
                        .put("ip", Json.text(service, "spec", "clusterIP"));
                PodSets.status(resources, ResourceTypes.SERVICES, service, status);
            }
        }
    }

    private static ObjectNode endpoints(ObjectNode service, List<ObjectNode> pods) {
        ObjectNode endpoints = named(ResourceTypes.ENDPOINTS, service, Meta.name(service));
        ArrayNode subsets = endpoints.putArray("subsets");
        List<ObjectNode> behind = pods.stream()
                .filter(pod -> Backends.selects(service, pod) && Meta.podReady(pod))
                .toList();
        if (!behind.isEmpty()) {
            ObjectNode subset = subsets.addObject();
            behind.forEach(pod -> {
                ObjectNode address = Json.list(subset, "addresses").addObject();
                address.put("ip", Json.text(pod, "status", "podIP")).set("targetRef", reference(pod));
            });
            subset.set("ports", ports(service, behind.getFirst()));
        }
        return endpoints;
    }

    private static ObjectNode slice(ObjectNode service, List<ObjectNode> pods) {
        ObjectNode slice = named(ResourceTypes.ENDPOINT_SLICES, service, Meta.name(service) + "-1");
        Json.child(slice, "metadata", "labels").put("kubernetes.io/service-name", Meta.name(service));
        slice.put("addressType", "IPv4");
        ArrayNode endpoints = slice.putArray("endpoints");
        List<ObjectNode> behind = pods.stream()
                .filter(pod -> Backends.selects(service, pod)
                        && !Json.text(pod, "status", "podIP").isEmpty())
                .toList();
        behind.forEach(pod -> {
            ObjectNode endpoint = endpoints.addObject();
            endpoint.putArray("addresses").add(Json.text(pod, "status", "podIP"));
            endpoint.set("targetRef", reference(pod));
            Json.child(endpoint, "conditions")
                    .put("ready", Meta.podReady(pod))
                    .put("serving", Meta.podReady(pod))
                    .put("terminating", Meta.deleting(pod));
        });
        slice.set("ports", behind.isEmpty() ? Json.array() : ports(service, behind.getFirst()));
        return slice;
    }

    private static ArrayNode ports(ObjectNode service, ObjectNode pod) {
        ArrayNode ports = Json.array();
        Json.objects(service, "spec", "ports")
                .forEach(port -> Backends.targetPort(pod, port).ifPresent(number -> {
                    ObjectNode one = ports.addObject();
                    if (port.hasNonNull("name")) {
                        one.put("name", Json.text(port, "name"));
                    }
                    one.put("port", number).put("protocol", Json.text(port, "protocol"));
                }));
        return ports;
    }

    private static ObjectNode reference(ObjectNode pod) {
        return Json.object()
                .put("kind", "Pod")
                .put("namespace", Meta.namespace(pod))
                .put("name", Meta.name(pod))
                .put("uid", Meta.uid(pod));
    }

    private static ObjectNode named(ResourceType type, ObjectNode service, String name) {
        ObjectNode object = Json.object().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        ObjectNode metadata =
                Json.child(object, "metadata").put("name", name).put("namespace", Meta.namespace(service));
        Json.list(metadata, "ownerReferences").add(Meta.ownerReference(service));
        return object;
    }

    private void put(ResourceType type, ObjectNode wanted) {
        String namespace = Meta.namespace(wanted);
        if (resources.store().find(type, namespace, Meta.name(wanted)).isEmpty()) {
            resources.create(type, namespace, wanted, false);
        } else {
            resources.modify(type, namespace, Meta.name(wanted), "", old -> wanted.deepCopy(), false);
        }
    }
}
