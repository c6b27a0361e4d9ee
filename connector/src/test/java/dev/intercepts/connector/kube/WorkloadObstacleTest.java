package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkloadObstacleTest {

    private static final Service TCP = service("TCP");

    @Test
    void noneWhereAServiceLeadsToIt() {
        assertThat(deployment(UnaryOperator.identity())).isNull();
    }

    @Test
    void services() {
        WorkloadObject workload = WorkloadObject.of(started().build());
        assertThat(WorkloadObstacle.of(workload, List.of())).contains("no service leads to it");
        assertThat(WorkloadObstacle.of(workload, List.of(service("UDP")))).contains("its service has no TCP port");
        assertThat(WorkloadObstacle.of(workload, List.of(service("UDP"), TCP))).isEmpty();
    }

    @Test
    void pods() {
        assertThat(deployment(hello -> hello.editSpec()
                        .editTemplate()
                        .editSpec()
                        .withHostNetwork(true)
                        .endSpec()
                        .endTemplate()
                        .endSpec()))
                .isEqualTo("its pods use the node's network");
        assertThat(deployment(hello -> hello.editSpec()
                        .editTemplate()
                        .editSpec()
                        .withNodeSelector(Map.of("kubernetes.io/os", "windows"))
                        .endSpec()
                        .endTemplate()
                        .endSpec()))
                .isEqualTo("its pods run on Windows");
        assertThat(deployment(hello -> hello.editSpec()
                        .editTemplate()
                        .editSpec()
                        .withNewOs("windows")
                        .endSpec()
                        .endTemplate()
                        .endSpec()))
                .isEqualTo("its pods run on Windows");
        UnaryOperator<DeploymentBuilder> withAgent = hello -> hello.editSpec()
                .editTemplate()
                .editSpec()
                .addNewContainer()
                .withName("traffic-agent")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        assertThat(deployment(withAgent)).isEqualTo("its pods have another product's container traffic-agent");
        assertThat(deployment(hello -> withAgent
                        .apply(hello)
                        .editMetadata()
                        .addToAnnotations(ClusterNames.TEMPLATE_CHANGE_ANNOTATION, "{}")
                        .endMetadata()))
                .isNull();
    }

    @Test
    void whatGetsNoNewPodsHasNoAgentUnlessItHasOneAlready() {
        UnaryOperator<DeploymentBuilder> paused =
                hello -> hello.editSpec().withPaused(true).endSpec();
        assertThat(deployment(paused)).isEqualTo("it is paused");
        assertThat(deployment(hello -> paused.apply(hello)
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations(ClusterNames.INJECT_ANNOTATION, "enabled")
                        .endMetadata()
                        .endTemplate()
                        .endSpec()))
                .isNull();
        assertThat(statefulSet("OnDelete", null)).isEqualTo("its update strategy OnDelete keeps its pods as they are");
        assertThat(statefulSet("RollingUpdate", 2)).isEqualTo("its update strategy's partition keeps pods as they are");
        assertThat(statefulSet("RollingUpdate", 0)).isNull();
    }

    private static DeploymentBuilder started() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("hello")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    private static @Nullable String deployment(UnaryOperator<DeploymentBuilder> change) {
        WorkloadObject workload = WorkloadObject.of(change.apply(started()).build());
        return WorkloadObstacle.of(workload, List.of(TCP)).orElse(null);
    }

    private static @Nullable String statefulSet(String type, @Nullable Integer partition) {
        WorkloadObject workload = WorkloadObject.of(new StatefulSetBuilder()
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .withNewSpec()
                .withNewUpdateStrategy()
                .withType(type)
                .withNewRollingUpdate()
                .withPartition(partition)
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewTemplate()
                .endTemplate()
                .endSpec()
                .build());
        return WorkloadObstacle.of(workload, List.of(TCP)).orElse(null);
    }

    private static Service service(String protocol) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("hello")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .withProtocol(protocol)
                .endPort()
                .endSpec()
                .build();
    }
}
