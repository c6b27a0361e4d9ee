package dev.intercepts.manager.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
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
}
