package dev.intercepts.manager.injection;

import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.Mesh;
import dev.intercepts.manager.world.PodSecurity;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts an agent into a pod. Works on the JSON as it came, so that everything the manager does not know stays as it was.
 * Injecting twice is injecting once.
 */
public final class Injector {

    private final InjectionSettings settings;
    private final Supplier<Optional<String>> managerAddress;

    /**
     * Makes one.
     *
     * @param managerAddress of the manager's Service, for pods that do not resolve the cluster's names; empty while unknown
     */
    public Injector(InjectionSettings settings, Supplier<Optional<String>> managerAddress) {
        this.settings = settings;
        this.managerAddress = managerAddress;
    }

    /** What became of a pod. */
    public sealed interface Result {
        /** The pod with its agent. */
        record Injected(ObjectNode pod) implements Result {}

        /** The pod asked for an agent and cannot have one: the pod with the reason as an annotation, and the reason. */
        record Refused(ObjectNode pod, String reason) implements Result {}

        /** The pod stays as it is, and why. */
        record Unchanged(String reason) implements Result {}
    }

    /** Whether a pod asks for an agent by its annotation. */
    public static boolean asked(JsonNode pod) {
        return Mark.parse(annotation(pod, ClusterNames.INJECT_ANNOTATION)).isPresent();
    }

    /**
     * Injects.
     *
     * @param original as the API server sent it; not changed
     * @param workload whose pod it is
     * @param services of its namespace
     * @param security what its namespace lets pods do
     */
    public Result inject(JsonNode original, WorkloadRef workload, List<ServiceView> services, PodSecurity security) {
        if (!asked(original)) {
            return new Result.Unchanged("not asked for");
        }
        if (!annotation(original, ClusterNames.AGENT_CONFIG_ANNOTATION).isEmpty()
                && ServingContainers.haveAgent(original.path("spec"))) {
            return again(original);
        }
        Optional<String> obstacle = PodObstacle.of(original.path("spec"));
        if (obstacle.isPresent()) {
            return refused(original, obstacle.get());
        }
        PortPlan plan = PortPlan.of(
                ServingContainers.views(original.path("spec")),
                selecting(original, workload, services),
                security.allowsRedirects());
        if (plan.ports().isEmpty()) {
            return refused(
                    original,
                    security.allowsRedirects()
                            ? "no Service leads to a TCP port of it"
                            : "no Service leads to a TCP port of it by name, and its namespace's Pod Security level "
                                    + security.label() + " forbids to redirect numbers");
        }
        return new Result.Injected(injected(original, workload, plan));
    }

    private ObjectNode injected(JsonNode original, WorkloadRef workload, PortPlan plan) {
        ObjectNode pod = (ObjectNode) original.deepCopy();
        ObjectNode spec = (ObjectNode) pod.path("spec");
        String config = Json.text(new AgentConfig(
                workload.namespace(),
                workload.workload(),
                managerHost(spec),
                plan.ports().stream().map(PortPlan.Planned::agent).toList()));
        List<ObjectNode> serving = ServingContainers.of(spec);
        List<ObjectNode> apps = serving.stream()
                .filter(container ->
                        Mesh.ofProxy(ServingContainers.name(container)).isEmpty())
                .toList();
        ObjectNode agent = new AgentContainer(settings, plan).render(config, spec, apps);
        AppContainers.rewrite(serving, plan);
        RedirectContainer.put(spec, settings, Redirect.of(plan));
        ((ArrayNode) spec.path("containers")).add(agent);
        ((ArrayNode) spec.withArray("volumes")).add(AgentContainer.tokenVolume());
        settings.pull().addTo(spec);
        annotate(pod, ClusterNames.AGENT_CONFIG_ANNOTATION, config);
        return pod;
    }

    private String managerHost(JsonNode spec) {
        return switch (spec.path("dnsPolicy").asString("")) {
            case "Default", "None" -> managerAddress.get().orElse(settings.managerHost());
            default -> settings.managerHost();
        };
    }

    /** Another webhook changed a pod that has its agent; a mesh's proxy that came changes what the redirection must do. */
    private Result again(JsonNode original) {
        ObjectNode pod = (ObjectNode) original.deepCopy();
        ObjectNode spec = (ObjectNode) pod.path("spec");
        if (!MeshUsers.of(spec).isEmpty()) {
            RedirectContainer.put(spec, settings, Redirect.of(spec));
        }
        return pod.equals(original) ? new Result.Unchanged("it has an agent") : new Result.Injected(pod);
    }

    private static Result refused(JsonNode original, String reason) {
        ObjectNode pod = (ObjectNode) original.deepCopy();
        annotate(pod, ClusterNames.AGENT_REFUSED_ANNOTATION, reason);
        return new Result.Refused(pod, reason);
    }

    private static void annotate(ObjectNode pod, String name, String value) {
        ((ObjectNode) pod.path("metadata").path("annotations")).put(name, value);
    }

    private static String annotation(JsonNode pod, String name) {
        return pod.path("metadata").path("annotations").path(name).asString("");
    }

    private static List<ServiceView> selecting(JsonNode pod, WorkloadRef workload, List<ServiceView> services) {
        Map<String, String> labels = new HashMap<>();
        pod.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return services.stream()
                .filter(service -> service.selects(workload.namespace(), labels))
                .sorted(Comparator.comparing(ServiceView::name))
                .toList();
    }
}
