package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.BadRequestException;
import dev.intercepts.manager.http.Json;
import dev.intercepts.manager.world.ContainerView;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.manager.world.WorkloadView;
import dev.intercepts.manager.world.WorkloadView.Obstacle;
import dev.intercepts.manager.world.WorkloadView.Rollout;
import dev.intercepts.protocol.cluster.AgentConfig;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the manager looks at of Kubernetes' objects. */
final class Views {

    private Views() {}

    static WorkloadView of(Deployment deployment) {
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        return workload(
                WorkloadKind.Deployment,
                deployment,
                deployment.getSpec().getTemplate(),
                paused ? Rollout.PAUSED : Rollout.BY_CONTROLLER,
                refusal(deployment));
    }

    static WorkloadView of(StatefulSet set) {
        var strategy = set.getSpec().getUpdateStrategy();
        boolean onDelete = strategy != null && "OnDelete".equals(strategy.getType());
        boolean partitioned = strategy != null
                && strategy.getRollingUpdate() != null
                && strategy.getRollingUpdate().getPartition() != null
                && strategy.getRollingUpdate().getPartition() > 0;
        return workload(
                WorkloadKind.StatefulSet,
                set,
                set.getSpec().getTemplate(),
                onDelete ? Rollout.ON_DELETE : partitioned ? Rollout.PARTITIONED : Rollout.BY_CONTROLLER,
                null);
    }

    static WorkloadView of(ReplicaSet set) {
        return workload(WorkloadKind.ReplicaSet, set, set.getSpec().getTemplate(), Rollout.NEVER, refusal(set));
    }

    private static @Nullable String refusal(Deployment deployment) {
        return deployment.getStatus() == null
                ? null
                : deployment.getStatus().getConditions().stream()
                        .filter(condition ->
                                condition.getType().equals("ReplicaFailure") && "True".equals(condition.getStatus()))
                        .map(condition -> String.valueOf(condition.getMessage()))
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable String refusal(ReplicaSet set) {
        return set.getStatus() == null
                ? null
                : set.getStatus().getConditions().stream()
                        .filter(condition ->
                                condition.getType().equals("ReplicaFailure") && "True".equals(condition.getStatus()))
                        .map(condition -> String.valueOf(condition.getMessage()))
                        .findFirst()
                        .orElse(null);
    }

    private static WorkloadView workload(
            WorkloadKind kind,
            HasMetadata object,
            @Nullable PodTemplateSpec template,
            Rollout rollout,
            @Nullable String refusal) {
        WorkloadRef ref = new WorkloadRef(
                object.getMetadata().getNamespace(),
                new Workload(kind, object.getMetadata().getName()));
        // Others than a ReplicaSet may belong to an operator and be intercepted all the same.
        String owner = kind == WorkloadKind.ReplicaSet ? controller(object) : null;
        if (template == null || template.getSpec() == null) {
            return new WorkloadView(ref, Map.of(), null, List.of(), null, rollout, owner, refusal);
        }
        var metadata = template.getMetadata();
        return new WorkloadView(
                ref,
                metadata == null || metadata.getLabels() == null ? Map.of() : metadata.getLabels(),
                metadata == null ? null : mark(metadata.getAnnotations()),
                serving(template.getSpec()).map(Views::container).toList(),
                obstacle(template.getSpec()),
                rollout,
                owner,
                refusal);
    }

    /** In the order in which Kubernetes looks for a port by its name. */
    private static Stream<io.fabric8.kubernetes.api.model.Container> serving(PodSpec spec) {
        return Stream.concat(
                spec.getContainers().stream(),
                spec.getInitContainers().stream().filter(container -> "Always".equals(container.getRestartPolicy())));
    }

    private static @Nullable Obstacle obstacle(PodSpec spec) {
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            return Obstacle.NODE_NETWORK;
        }
        boolean windows = spec.getOs() != null && "windows".equals(spec.getOs().getName())
                || spec.getNodeSelector() != null
                        && "windows".equals(spec.getNodeSelector().get("kubernetes.io/os"));
        if (windows) {
            return Obstacle.WINDOWS;
        }
        return serving(spec).anyMatch(container -> container.getName().equals(ClusterNames.AGENT_CONTAINER))
                ? Obstacle.OTHER_AGENT
                : null;
    }

    private static @Nullable String controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .map(owner -> owner.getKind().toLowerCase(Locale.ROOT) + "/" + owner.getName())
                .orElse(null);
    }

    private static ContainerView container(io.fabric8.kubernetes.api.model.Container container) {
        return new ContainerView(
                container.getName(),
                container.getPorts().stream()
                        .map(port -> new ContainerView.Port(
                                port.getName(),
                                port.getContainerPort(),
                                port.getProtocol() == null ? "TCP" : port.getProtocol()))
                        .toList());
    }

    static ServiceView of(Service service) {
        var spec = service.getSpec();
        return new ServiceView(
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                spec.getSelector() == null ? Map.of() : spec.getSelector(),
                "None".equals(spec.getClusterIP()),
                spec.getPorts().stream().map(Views::port).toList());
    }

    private static ServiceView.Port port(io.fabric8.kubernetes.api.model.ServicePort port) {
        var target = port.getTargetPort();
        String text = target == null || target.getValue() == null
                ? Integer.toString(port.getPort())
                : String.valueOf(target.getValue());
        return new ServiceView.Port(
                port.getName(), port.getPort(), text, port.getProtocol() == null ? "TCP" : port.getProtocol());
    }

    /** A pod of the workload; empty annotations mean no agent. */
    static PodView of(Pod pod, WorkloadRef workload) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations() == null
                ? Map.of()
                : pod.getMetadata().getAnnotations();
        boolean agent = annotations.containsKey(ClusterNames.AGENT_CONFIG_ANNOTATION)
                && serving(pod.getSpec())
                        .anyMatch(container -> container.getName().equals(ClusterNames.AGENT_CONTAINER));
        return new PodView(
                new PodRef(pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
                workload,
                ready(pod),
                endsBy(pod),
                mark(annotations),
                agent ? agentPorts(annotations) : null,
                annotations.get(ClusterNames.AGENT_REFUSED_ANNOTATION));
    }

    private static @Nullable Instant endsBy(Pod pod) {
        String deletion = pod.getMetadata().getDeletionTimestamp();
        return deletion == null ? null : Instant.parse(deletion);
    }

    private static Set<Integer> agentPorts(Map<String, String> annotations) {
        String config = annotations.get(ClusterNames.AGENT_CONFIG_ANNOTATION);
        if (config == null) {
            return Set.of();
        }
        try {
            return Json.read(config, AgentConfig.class).ports().stream()
                    .map(AgentConfig.AgentPort::containerPort)
                    .collect(Collectors.toSet());
        } catch (BadRequestException e) {
            return Set.of();
        }
    }

    private static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    /** Whether a pod is finished and will never be ready again. */
    static boolean finished(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    private static @Nullable Mark mark(@Nullable Map<String, String> annotations) {
        return annotations == null
                ? null
                : Mark.parse(annotations.get(ClusterNames.INJECT_ANNOTATION)).orElse(null);
    }

    /**
     * The Deployment that a pod of a ReplicaSet belongs to by its name and its label {@code pod-template-hash}: where the
     * ReplicaSet is not known yet, or not any more while its last pods end.
     */
    static Optional<Workload> deploymentByHash(Pod pod, Workload replicaSet) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        String hash = labels == null ? null : labels.get("pod-template-hash");
        String suffix = "-" + hash;
        return hash == null || !replicaSet.name().endsWith(suffix)
                ? Optional.empty()
                : Optional.of(new Workload(
                        WorkloadKind.Deployment,
                        replicaSet.name().substring(0, replicaSet.name().length() - suffix.length())));
    }

    /** The workload that controls an object, if it is of a kind that can be intercepted. */
    static Optional<Workload> owner(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .flatMap(owner -> kind(owner.getKind()).map(kind -> new Workload(kind, owner.getName())));
    }

    static Optional<WorkloadKind> kind(String kind) {
        return switch (kind) {
            case "Deployment" -> Optional.of(WorkloadKind.Deployment);
            case "StatefulSet" -> Optional.of(WorkloadKind.StatefulSet);
            case "ReplicaSet" -> Optional.of(WorkloadKind.ReplicaSet);
            default -> Optional.empty();
        };
    }
}
