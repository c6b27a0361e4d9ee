package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.HashMap;
import java.util.Map;

/** The three kinds of workload looked at in one way. */
record WorkloadObject(HasMetadata object, WorkloadKind kind, PodTemplateSpec template) {

    static WorkloadObject of(Deployment deployment) {
        return new WorkloadObject(
                deployment, WorkloadKind.Deployment, deployment.getSpec().getTemplate());
    }

    static WorkloadObject of(StatefulSet statefulSet) {
        return new WorkloadObject(
                statefulSet, WorkloadKind.StatefulSet, statefulSet.getSpec().getTemplate());
    }

    static WorkloadObject of(ReplicaSet replicaSet) {
        return new WorkloadObject(
                replicaSet, WorkloadKind.ReplicaSet, replicaSet.getSpec().getTemplate());
    }

    String namespace() {
        return object.getMetadata().getNamespace();
    }

    String name() {
        return object.getMetadata().getName();
    }

    Workload workload() {
        return new Workload(kind, name());
    }

    /**
     * Whether another object makes and changes it: a Deployment's ReplicaSets are not for people. What belongs to an operator's
     * object is, as a rule.
     */
    boolean owned() {
        return kind == WorkloadKind.ReplicaSet
                && object.getMetadata().getOwnerReferences() != null
                && !object.getMetadata().getOwnerReferences().isEmpty();
    }

    /** Labels of its pods. */
    Map<String, String> podLabels() {
        var metadata = template.getMetadata();
        return metadata == null || metadata.getLabels() == null ? Map.of() : metadata.getLabels();
    }

    /** Numbers of its containers' ports, by their names. */
    Map<String, Integer> containerPorts() {
        Map<String, Integer> ports = new HashMap<>();
        if (template.getSpec() != null && template.getSpec().getContainers() != null) {
            template.getSpec().getContainers().stream()
                    .filter(container -> container.getPorts() != null)
                    .flatMap(container -> container.getPorts().stream())
                    .filter(port -> port.getName() != null)
                    .forEach(port -> ports.put(port.getName(), port.getContainerPort()));
        }
        return ports;
    }

    /** Whether a Traffic Manager wrote the agent into its template, and not all of that was taken out. */
    boolean written() {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(ClusterNames.TEMPLATE_CHANGE_ANNOTATION);
    }

    /** Whether its template asks for the Traffic Agent. */
    boolean marked() {
        var metadata = template.getMetadata();
        return metadata != null
                && metadata.getAnnotations() != null
                && metadata.getAnnotations().containsKey(ClusterNames.INJECT_ANNOTATION);
    }
}
