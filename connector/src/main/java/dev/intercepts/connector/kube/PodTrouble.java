package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a workload's pods are not there or not ready, as Kubernetes puts it. */
final class PodTrouble {

    private PodTrouble() {}

    /**
     * The first reason that there is: pods that may not be made, a pod that no node takes, a container that waits or ended.
     *
     * @param deployment {@code null} if there is none
     * @return {@code null} where nothing is wrong, or not yet
     */
    static @Nullable String of(@Nullable Deployment deployment, List<Pod> pods) {
        return Stream.of(notMade(deployment), unscheduled(pods), containers(pods))
                .flatMap(each -> each)
                .findFirst()
                .orElse(null);
    }

    /** A quota, Pod Security or somebody's webhook forbids them: there is no pod to look at. */
    private static Stream<String> notMade(@Nullable Deployment deployment) {
        if (deployment == null || deployment.getStatus() == null) {
            return Stream.of();
        }
        return deployment.getStatus().getConditions().stream()
                .filter(condition ->
                        condition.getType().equals("ReplicaFailure") && "True".equals(condition.getStatus()))
                .map(condition -> said(condition.getReason(), condition.getMessage()));
    }

    private static Stream<String> unscheduled(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null && pod.getStatus().getConditions() != null)
                .flatMap(pod -> pod.getStatus().getConditions().stream())
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && "False".equals(condition.getStatus())
                        && condition.getMessage() != null)
                .map(condition -> said(condition.getReason(), condition.getMessage()));
    }

    private static Stream<String> containers(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> Stream.of(
                        pod.getStatus().getInitContainerStatuses(),
                        pod.getStatus().getContainerStatuses()))
                .flatMap(statuses -> statuses == null ? Stream.of() : statuses.stream())
                .flatMap(status -> reason(status).stream());
    }

    private static Optional<String> reason(ContainerStatus status) {
        ContainerState state = status.getState();
        if (state != null && state.getWaiting() != null && state.getWaiting().getReason() != null) {
            String waiting =
                    said(state.getWaiting().getReason(), state.getWaiting().getMessage());
            ContainerState last = status.getLastState();
            // "Back-off restarting" says that it ended; how it ended helps more.
            return Optional.of(
                    last == null || last.getTerminated() == null
                            ? waiting
                            : waiting + "; it ended with exit status "
                                    + last.getTerminated().getExitCode());
        }
        return Optional.empty();
    }

    private static String said(@Nullable String reason, @Nullable String message) {
        return message == null || message.isBlank() ? String.valueOf(reason) : reason + ": " + message;
    }
}
