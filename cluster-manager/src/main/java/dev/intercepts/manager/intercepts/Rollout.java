package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.PodView;
import dev.intercepts.manager.world.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far the agent has come into the pods of a workload.
 *
 * @param followers the pods whose agents must have applied a route: all that are ready, and those that end while their agent
 *     still follows
 * @param mark how the template must be made to ask for the agent; empty where it does already
 * @param replace a pod to delete so that its successor has an agent
 * @param outcome what to say of it; empty once every pod that may answer has an agent before the port
 * @param lookAgain when time alone changes it
 */
record Rollout(
        List<PodView> followers,
        Optional<Mark> mark,
        Optional<PodRef> replace,
        Optional<Outcome> outcome,
        Optional<Instant> lookAgain) {

    /** What a pod that ends is given beyond its time: clocks differ, and the kubelet needs a moment to say that it is gone. */
    private static final Duration AFTER_END = Duration.ofSeconds(10);

    /** So long after its start a manager is sure to be asked for new pods: its probe succeeded, its Service leads to it. */
    private static final Duration SETTLED = Duration.ofSeconds(15);

    /** A manager that is started over and over does not roll a workload out as often. */
    private static final Duration BETWEEN = Duration.ofMinutes(10);

    static Rollout of(WorkloadView workload, int port, World world) {
        List<PodView> all = world.cluster().pods().values().stream()
                .filter(pod -> pod.workload().equals(workload.ref()))
                .sorted(Comparator.comparing(pod -> pod.ref().name()))
                .toList();
        List<PodView> followers = all.stream()
                .filter(pod -> pod.terminating() ? followsStill(pod, world) : pod.ready())
                .toList();
        return new Judgement(workload, port, world, all).rollout(followers);
    }

    /** Of a pod on a node that is lost the agent's connection stays open long after: nobody has answered there since. */
    private static boolean followsStill(PodView pod, World world) {
        return world.agents().containsKey(pod.ref()) && world.now().isBefore(endOf(pod));
    }

    private static Instant endOf(PodView pod) {
        return Objects.requireNonNull(pod.endsBy()).plus(AFTER_END);
    }

    /** One look at the pods of one workload. */
    private record Judgement(WorkloadView workload, int port, World world, List<PodView> all) {

        Rollout rollout(List<PodView> followers) {
            Optional<Instant> settled = missed().isPresent() && mayRollOutAgain()
                    ? Optional.of(world.started().plus(SETTLED)).filter(world.now()::isBefore)
                    : Optional.empty();
            return new Rollout(
                    followers,
                    mark(settled.isPresent()),
                    replacement(),
                    outcome(),
                    Stream.concat(
                                    settled.stream(),
                                    Stream.concat(ending(), followers.stream().filter(PodView::terminating))
                                            .map(Rollout::endOf))
                            .min(Comparator.naturalOrder()));
        }

        private Stream<PodView> staying() {
            return all.stream().filter(pod -> !pod.terminating());
        }

        /** Pods that end, and until then answer on the connections that they have, past any agent. */
        private Stream<PodView> ending() {
            return all.stream()
                    .filter(pod -> pod.endsBy() != null && !pod.hasAgentBefore(port))
                    .filter(pod -> world.now().isBefore(endOf(pod)));
        }

        /**
         * A pod of the template as it is now that has no agent all the same: the webhook did not answer, or could not see yet
         * what by now is known to be possible.
         */
        private Optional<PodView> missed() {
            return staying()
                    .filter(pod ->
                            !pod.hasAgent() && pod.mark() != null && pod.mark().equals(workload.mark()))
                    .findFirst();
        }

        private Optional<Mark> mark(boolean tooEarly) {
            if (workload.mark() == null) {
                return Optional.of(Mark.ENABLED);
            }
            return missed().isPresent() && mayRollOutAgain() && !tooEarly
                    ? Optional.of(new Mark(world.started().truncatedTo(ChronoUnit.SECONDS)))
                    : Optional.empty();
        }

        /** Once for each start of the manager, so that a webhook that nobody reaches does not restart a workload for ever. */
        private boolean mayRollOutAgain() {
            Mark mark = workload.mark();
            boolean replaces = switch (workload.rollout()) {
                case BY_CONTROLLER, NEVER -> true;
                case PAUSED, ON_DELETE, PARTITIONED -> false;
            };
            return replaces
                    && mark != null
                    && (mark.again() == null
                            || !world.started().isBefore(mark.again().plus(BETWEEN)));
        }

        /**
         * Of a bare ReplicaSet one pod at a time: the next when none ends any more and all others are ready. One that is not ready
         * itself is missed by nobody, and goes first.
         */
        private Optional<PodRef> replacement() {
            if (workload.rollout() != WorkloadView.Rollout.NEVER
                    || workload.mark() == null
                    || all.stream().anyMatch(PodView::terminating)) {
                return Optional.empty();
            }
            boolean calm = staying().filter(PodView::hasAgent).allMatch(PodView::ready);
            return staying()
                    .filter(pod -> !pod.hasAgent() && !workload.mark().equals(pod.mark()))
                    .filter(pod -> calm || !pod.ready())
                    .min(Comparator.comparing(PodView::ready))
                    .map(PodView::ref);
        }

        private Optional<Outcome> outcome() {
            Optional<PodView> missed = missed();
            if (missed.isPresent()) {
                return Optional.of(missed(missed.get()));
            }
            long bare = staying().filter(pod -> !pod.hasAgent()).count();
            boolean waits = workload.rollout() == WorkloadView.Rollout.PAUSED
                    && staying().findAny().isEmpty();
            if (bare > 0 || waits) {
                return Optional.of(bare(staying().count() - bare, staying().count()));
            }
            return staying()
                    .filter(pod -> pod.ready() && !pod.hasAgentBefore(port))
                    .findFirst()
                    .map(pod -> Outcome.noPorts("The agent in pod " + pod.ref().name()
                            + " came before a Service led to port " + port + "; run kubectl rollout restart "
                            + workload.ref().workload()))
                    .or(() -> ending().findFirst().map(Judgement::ends));
        }

        private Outcome missed(PodView pod) {
            String name = pod.ref().name();
            String since = ", since " + Objects.requireNonNullElse(pod.refusal(), "the webhook did not answer");
            return mayRollOutAgain()
                    ? Outcome.waiting("Rolling out the agent to " + workload.ref() + " again: pod " + name
                            + " was made without one" + since)
                    : Outcome.noAgent("Pod " + name + " was made without an agent" + since + "; delete the pod");
        }

        private Outcome bare(long done, long of) {
            return switch (workload.rollout()) {
                case PAUSED -> Outcome.noAgent("The roll-out of " + workload.ref() + " is paused; resume it");
                case ON_DELETE ->
                    Outcome.noAgent(workload.ref() + " replaces its pods only when somebody deletes them; delete them");
                case PARTITIONED ->
                    Outcome.noAgent(
                            workload.ref()
                                    + " keeps some of its pods as they are (updateStrategy.rollingUpdate.partition); set it to 0");
                case BY_CONTROLLER, NEVER ->
                    workload.refusal() != null
                            ? forbidden(workload.refusal())
                            : Outcome.waiting("Rolling out the agent to " + workload.ref() + ": " + done + " of " + of
                                    + " pods have it"
                                    + (workload.rollout() == WorkloadView.Rollout.NEVER
                                            ? "; the others are evicted one at a time, as PodDisruptionBudgets allow"
                                            : ""));
            };
        }

        /** A quota may have room again any moment; what else forbids a pod will go on doing so. */
        private Outcome forbidden(String refusal) {
            String message = "The cluster refuses new pods of " + workload.ref() + ": " + refusal;
            return refusal.contains("exceeded quota") ? Outcome.waiting(message) : Outcome.noAgent(message);
        }

        private static Outcome ends(PodView pod) {
            return Outcome.waiting("Waiting for pod " + pod.ref().name()
                    + " to end: it has no agent and may still answer, until " + pod.endsBy() + " at the latest");
        }
    }
}
