package dev.intercepts.manager.injection;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.ContainerView;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts an agent into a pod. Works on the JSON as it came, so that everything the manager does not know stays as it was.
 * Injecting twice is injecting once.
 */
public final class Injector {

    private final InjectionSettings settings;

    public Injector(InjectionSettings settings) {
        this.settings = settings;
    }

    /** What became of a pod. */
    public sealed interface Result {
        /** The pod with its agent. */
        record Injected(ObjectNode pod) implements Result {}

        /** The pod stays as it is, and why. */
        record Unchanged(String reason) implements Result {}
    }

    /** Whether a pod asks for an agent by its annotation. */
    public static boolean asked(JsonNode pod) {
        return Mark.parse(pod.path("metadata")
                        .path("annotations")
                        .path(ClusterNames.INJECT_ANNOTATION)
                        .asString(""))
                .isPresent();
    }

    /**
     * Injects.
     *
     * @param original as the API server sent it; not changed
     * @param workload whose pod it is
     * @param services of its namespace
     */
    public Result inject(JsonNode original, WorkloadRef workload, List<ServiceView> services) {
        if (!asked(original)) {
            return new Result.Unchanged("not asked for");
        }
        if (original.path("spec").path("hostNetwork").asBoolean(false)) {
            return new Result.Unchanged("the pod uses the node's network");
        }
        List<ContainerView> containers = containers(original);
        if (containers.stream().anyMatch(container -> container.name().equals(ClusterNames.AGENT_CONTAINER))) {
            return new Result.Unchanged("it has an agent");
        }
        PortPlan plan = PortPlan.of(containers, selecting(original, workload, services));
        if (plan.ports().isEmpty()) {
            return new Result.Unchanged("no Service leads to a TCP port of it");
        }
        ObjectNode pod = (ObjectNode) original.deepCopy();
        ObjectNode spec = (ObjectNode) pod.path("spec");
        String config = Json.text(new AgentConfig(
                workload.namespace(),
                workload.workload(),
                settings.managerHost(),
                plan.ports().stream().map(PortPlan.Planned::agent).toList()));
        ArrayNode apps = (ArrayNode) spec.path("containers");
        ObjectNode agent = new AgentContainer(settings, plan).render(config, apps);
        AppContainers.rewrite(apps, plan);
        apps.add(agent);
        ((ArrayNode) spec.withArray("volumes")).add(AgentContainer.tokenVolume());
        RedirectContainer.render(settings.redirectImage(), plan)
                .ifPresent(redirect -> ((ArrayNode) spec.withArray("initContainers")).add(redirect));
        ((ObjectNode) pod.path("metadata").path("annotations")).put(ClusterNames.AGENT_CONFIG_ANNOTATION, config);
        return new Result.Injected(pod);
    }

    private static List<ServiceView> selecting(JsonNode pod, WorkloadRef workload, List<ServiceView> services) {
        Map<String, String> labels = new HashMap<>();
        pod.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return services.stream()
                .filter(service -> service.selects(workload.namespace(), labels))
                .sorted(java.util.Comparator.comparing(ServiceView::name))
                .toList();
    }

    private static List<ContainerView> containers(JsonNode pod) {
        List<ContainerView> containers = new ArrayList<>();
        for (JsonNode container : pod.path("spec").path("containers")) {
            List<ContainerView.Port> ports = new ArrayList<>();
            for (JsonNode port : container.path("ports")) {
                ports.add(new ContainerView.Port(
                        port.hasNonNull("name") ? port.path("name").asString() : null,
                        port.path("containerPort").asInt(),
                        port.path("protocol").asString("TCP")));
            }
            containers.add(new ContainerView(container.path("name").asString(""), ports));
        }
        return containers;
    }
}
