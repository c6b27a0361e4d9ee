package dev.intercepts.playground.kube;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a container is doing.
 *
 * @param phase what it does now
 * @param last how it ended before, if it was restarted
 * @param restarts how often it was restarted
 * @param ready whether its readiness probe holds, or it runs and has none
 */
record ContainerState(Phase phase, Optional<Terminated> last, int restarts, boolean ready) {

    static final ContainerState CREATING =
            new ContainerState(new Waiting("ContainerCreating", ""), Optional.empty(), 0, false);

    /** What a container does. */
    sealed interface Phase {}

    /** It does not run, for this reason. */
    record Waiting(String reason, String message) implements Phase {}

    /** It runs. */
    record Running(String startedAt, Process process) implements Phase {}

    /** It ended. */
    record Terminated(int exitCode, String finishedAt) implements Phase {}

    ContainerState waiting(String reason, String message) {
        return new ContainerState(new Waiting(reason, message), last, restarts, false);
    }

    ContainerState running(String now, Process process, boolean readyAtOnce) {
        return new ContainerState(new Running(now, process), last, restarts, readyAtOnce);
    }

    ContainerState terminated(int exitCode, String now) {
        return new ContainerState(new Terminated(exitCode, now), last, restarts, false);
    }

    /** It ended and shall run again. */
    ContainerState crashed(int exitCode, String now) {
        Waiting waiting = new Waiting("CrashLoopBackOff", "exited with status " + exitCode);
        return new ContainerState(waiting, Optional.of(new Terminated(exitCode, now)), restarts + 1, false);
    }

    ContainerState withReady(boolean isReady) {
        return new ContainerState(phase, last, restarts, isReady && phase instanceof Running);
    }

    /** As in {@code containerStatuses}. */
    ObjectNode json(String name, String image) {
        ObjectNode json = Json.object()
                .put("name", name)
                .put("image", image)
                .put("imageID", image)
                .put("ready", ready)
                .put("started", phase instanceof Running)
                .put("restartCount", restarts);
        json.set("state", json(phase));
        json.set("lastState", last.map(ContainerState::json).orElseGet(Json::object));
        if (phase instanceof Running running) {
            json.put("containerID", "process://" + running.process().pid());
        }
        return json;
    }

    private static ObjectNode json(Phase phase) {
        ObjectNode json = Json.object();
        switch (phase) {
            case Waiting waiting ->
                json.putObject("waiting").put("reason", waiting.reason()).put("message", waiting.message());
            case Running running -> json.putObject("running").put("startedAt", running.startedAt());
            case Terminated terminated ->
                json.putObject("terminated")
                        .put("exitCode", terminated.exitCode())
                        .put("reason", terminated.exitCode() == 0 ? "Completed" : "Error")
                        .put("finishedAt", terminated.finishedAt());
        }
        return json;
    }
}
