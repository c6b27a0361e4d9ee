package dev.intercepts.manager.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.world.ContainerView;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.manager.world.WorkloadView;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final WorkloadRef HELLO = new WorkloadRef("default", new Workload(WorkloadKind.Deployment, "hello"));

    private static PodBuilder pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("hello-5d4f-x")
                .addToAnnotations(ClusterNames.INJECT_ANNOTATION, "enabled")
                .addToLabels("pod-template-hash", "5d4f")
                .endMetadata()
                .withNewSpec()
                .endSpec();
    }

    @Test
    void aPodThatIsDeletedEndsWhenItsGraceTimeIsOver() {
        Pod deleted = pod().editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:30Z")
                .endMetadata()
                .build();

        PodView view = Views.of(deleted, HELLO);

        assertThat(view.terminating()).isTrue();
        assertThat(view.endsBy()).isEqualTo(Instant.parse("2026-01-01T00:00:30Z"));
        assertThat(Views.of(pod().build(), HELLO).terminating()).isFalse();
        assertThat(view.mark()).isEqualTo(Mark.ENABLED);
    }

    @Test
    void theDeploymentOfAPodIsKnownWithoutItsReplicaSet() {
        assertThat(Views.deploymentByHash(pod().build(), new Workload(WorkloadKind.ReplicaSet, "hello-5d4f")))
                .contains(new Workload(WorkloadKind.Deployment, "hello"));
        assertThat(Views.deploymentByHash(pod().build(), new Workload(WorkloadKind.ReplicaSet, "hello-77")))
                .isEmpty();
    }

    @Test
    void onlyAnAgentOfOursCounts() {
        Pod foreign = pod().editSpec()
                .addNewContainer()
                .withName(ClusterNames.AGENT_CONTAINER)
                .endContainer()
                .endSpec()
                .build();
        assertThat(Views.of(foreign, HELLO).hasAgent()).isFalse();

        Pod refused = pod().editMetadata()
                .addToAnnotations(ClusterNames.AGENT_REFUSED_ANNOTATION, "it runs on Windows")
                .endMetadata()
                .build();
        assertThat(Views.of(refused, HELLO).refusal()).isEqualTo("it runs on Windows");
    }

    @Test
    void aDeploymentMayBelongToAnOperatorAndAReplicaSetToNobody() {
        String owned = """
                metadata:
                  name: hello
                  namespace: default
                  ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: hello, uid: u, controller: true}]
                spec:
                  template:
                    spec:
                      initContainers:
                      - {name: migrate, ports: [{containerPort: 1}]}
                      - {name: gateway, restartPolicy: Always, ports: [{containerPort: 8443, name: https}]}
                      containers: [{name: app, ports: [{containerPort: 8080}]}]
                status:
                  conditions: [{type: ReplicaFailure, status: "True", message: exceeded quota}]
                """;

        WorkloadView deployment = Views.of(Serialization.unmarshal(owned, Deployment.class));
        assertThat(deployment.owner()).isNull();
        assertThat(deployment.refusal()).isEqualTo("exceeded quota");
        assertThat(deployment.containers()).extracting(ContainerView::name).containsExactly("app", "gateway");
        assertThat(Views.of(Serialization.unmarshal(owned, ReplicaSet.class)).owner())
                .isEqualTo("rollout/hello");
    }

    @Test
    void whatKeepsAnAgentOut() {
        assertThat(Views.of(template("hostNetwork: true")).obstacle()).isEqualTo(WorkloadView.Obstacle.NODE_NETWORK);
        assertThat(Views.of(template("os: {name: windows}")).obstacle()).isEqualTo(WorkloadView.Obstacle.WINDOWS);
        assertThat(Views.of(template("containers: [{name: traffic-agent}]")).obstacle())
                .isEqualTo(WorkloadView.Obstacle.OTHER_AGENT);
        assertThat(Views.of(template("containers: [{name: app}]")).obstacle()).isNull();
    }

    @Test
    void aStatefulSetWithAPartitionReplacesNotAllOfItsPods() {
        String set =
                "metadata: {name: hello, namespace: default}\nspec:\n  updateStrategy: {rollingUpdate: {partition: %d}}";

        assertThat(Views.of(Serialization.unmarshal(set.formatted(1), StatefulSet.class))
                        .rollout())
                .isEqualTo(WorkloadView.Rollout.PARTITIONED);
        assertThat(Views.of(Serialization.unmarshal(set.formatted(0), StatefulSet.class))
                        .rollout())
                .isEqualTo(WorkloadView.Rollout.BY_CONTROLLER);
    }

    private static Deployment template(String podSpec) {
        return Serialization.unmarshal(
                "metadata: {name: hello, namespace: default}\nspec:\n  template:\n    spec: {" + podSpec + "}",
                Deployment.class);
    }
}
