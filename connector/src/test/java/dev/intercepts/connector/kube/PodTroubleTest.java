package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodTroubleTest {

    @Test
    void nothingIsWrongWithAPodThatStartsOrIsNotThereYet() {
        assertThat(PodTrouble.of(null, List.of())).isNull();
        assertThat(PodTrouble.of(new Deployment(), List.of(new Pod()))).isNull();
        Pod running = new PodBuilder()
                .withNewStatus()
                .addNewContainerStatus()
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
        assertThat(PodTrouble.of(null, List.of(running))).isNull();
    }

    @Test
    void podsThatMayNotBeMadeAreToldFromTheDeployment() {
        Deployment refused = new DeploymentBuilder()
                .withNewStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withReason("FailedCreate")
                .withMessage("pods \"traffic-manager-1\" is forbidden: exceeded quota: none")
                .endCondition()
                .endStatus()
                .build();
        assertThat(PodTrouble.of(refused, List.of()))
                .isEqualTo("FailedCreate: pods \"traffic-manager-1\" is forbidden: exceeded quota: none");
    }

    @Test
    void aPodThatNoNodeTakesSaysWhy() {
        Pod pending = new PodBuilder()
                .withNewStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/1 nodes are available: 1 Insufficient memory.")
                .endCondition()
                .endStatus()
                .build();
        assertThat(PodTrouble.of(null, List.of(pending)))
                .isEqualTo("Unschedulable: 0/1 nodes are available: 1 Insufficient memory.");
    }

    @Test
    void aContainerThatWaitsSaysWhyAndHowItEnded() {
        assertThat(PodTrouble.of(null, List.of(waiting("ErrImagePull", "no such image", null))))
                .isEqualTo("ErrImagePull: no such image");
        assertThat(PodTrouble.of(null, List.of(waiting("CrashLoopBackOff", "back-off 10s", 2))))
                .isEqualTo("CrashLoopBackOff: back-off 10s; it ended with exit status 2");
    }

    private static Pod waiting(String reason, String message, @org.jspecify.annotations.Nullable Integer exit) {
        var status = new PodBuilder()
                .withNewStatus()
                .addNewContainerStatus()
                .withNewState()
                .withNewWaiting(message, reason)
                .endState();
        if (exit != null) {
            status.withNewLastState()
                    .withNewTerminated()
                    .withExitCode(exit)
                    .endTerminated()
                    .endLastState();
        }
        return status.endContainerStatus().endStatus().build();
    }
}
