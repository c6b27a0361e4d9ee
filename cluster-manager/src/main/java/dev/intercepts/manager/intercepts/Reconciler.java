package dev.intercepts.manager.intercepts;

import dev.intercepts.manager.intercepts.Decision.Ending;
import dev.intercepts.manager.intercepts.Decision.Holder;
import dev.intercepts.manager.world.InterceptRef;
import dev.intercepts.manager.world.InterceptResource;
import dev.intercepts.manager.world.InterceptResource.Spec;
import dev.intercepts.manager.world.Mark;
import dev.intercepts.manager.world.NetworkPolicyView;
import dev.intercepts.manager.world.PodRef;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.manager.world.WorkloadView;
import dev.intercepts.protocol.intercept.Conflicts;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.route.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of all intercepts: a pure function of the {@link World}, asked at each change. */
public final class Reconciler {

    private final World world;
    private final Map<InterceptRef, InterceptStatus> statuses = new LinkedHashMap<>();
    private final Map<InterceptRef, InterceptStatus> writes = new LinkedHashMap<>();
    private final List<Claim> claims = new ArrayList<>();
    private final List<Ending> end = new ArrayList<>();
    private final Map<WorkloadRef, Mark> mark = new LinkedHashMap<>();
    private final Set<PodRef> replace = new LinkedHashSet<>();
    private final Map<WorkloadRef, List<Route>> routes = new LinkedHashMap<>();
    private @Nullable Instant lookAgain;

    private Reconciler(World world) {
        this.world = world;
    }

    /** Decides. */
    public static Decision decide(World world) {
        Reconciler reconciler = new Reconciler(world);
        world.cluster().intercepts().stream()
                .sorted(InterceptResource.OLDEST_FIRST)
                .forEach(reconciler::admit);
        reconciler.claims.forEach(reconciler::route);
        reconciler.claims.forEach(reconciler::judge);
        return reconciler.decision();
    }

    /** An intercept that holds its port, and whether its laptop is there. */
    private record Claim(
            InterceptResource resource,
            InterceptSpec spec,
            WorkloadView workload,
            Resolution.Found found,
            Absence absence) {

        Route route() {
            return new Route(
                    resource.ref().toString(),
                    found.target().port(),
                    spec.mechanism(),
                    spec.match(),
                    spec.sessionId(),
                    spec.target().port());
        }
    }

    private Decision decision() {
        Map<InterceptRef, Holder> holders = new LinkedHashMap<>();
        for (Claim claim : claims) {
            holders.put(
                    claim.resource().ref(),
                    new Holder(
                            claim.spec(),
                            claim.workload().ref(),
                            claim.found().target().container()));
        }
        return new Decision(statuses, writes, holders, routes, mark, replace, end, lookAgain);
    }

    /** First pass, oldest first: what fails by itself, what ends, what holds its port. */
    private void admit(InterceptResource resource) {
        try {
            switch (resource.spec()) {
                case Spec.Unreadable(InterceptState state, String message) ->
                    fail(resource, new Outcome(state, message), null);
                case Spec.Readable(InterceptSpec spec) -> admit(resource, spec);
            }
        } catch (RuntimeException e) {
            // Whoever wrote what nobody thought of must not keep all others from being decided on.
            fail(resource, Outcome.badArgs("It cannot be worked out: " + e), null);
        }
    }

    private void admit(InterceptResource resource, InterceptSpec spec) {
        Absence absence = Absence.of(resource, spec, world);
        if (absence.over(world)) {
            end.add(new Ending(
                    resource.ref(),
                    "the Traffic Manager: " + spec.owner().laptop() + " was away for more than "
                            + Sentences.words(world.limits().timeToLive())));
            return;
        }
        look(absence.lookAgain(world));
        Optional<String> problem = SpecCheck.problem(spec);
        if (problem.isPresent()) {
            fail(resource, Outcome.badArgs(problem.get()), null);
            return;
        }
        WorkloadRef ref = new WorkloadRef(resource.ref().namespace(), spec.workload());
        WorkloadView workload = world.cluster().workloads().get(ref);
        if (workload == null) {
            fail(resource, Outcome.badArgs("There is no " + ref), null);
            return;
        }
        if (workload.owner() != null) {
            fail(resource, Outcome.badArgs(Sentences.belongs(ref, workload.owner())), null);
            return;
        }
        switch (Resolution.of(spec, workload, world.cluster().services())) {
            case Resolution.Failed(Outcome outcome) -> fail(resource, outcome, null);
            case Resolution.Found found ->
                Placement.obstacle(workload, found, world.cluster())
                        .ifPresentOrElse(
                                outcome -> fail(resource, outcome, found),
                                () -> claim(new Claim(resource, spec, workload, found, absence)));
        }
    }

    private void claim(Claim claim) {
        List<Claim> neighbours = claims.stream()
                .filter(other -> other.workload().ref().equals(claim.workload().ref())
                        && other.found().target().equals(claim.found().target()))
                .toList();
        Optional<Claim> holder = Conflicts.holder(claimed(claim), neighbours, Reconciler::claimed);
        if (holder.isPresent()) {
            InterceptSpec by = holder.get().spec();
            fail(
                    claim.resource(),
                    new Outcome(
                            InterceptState.CONFLICT,
                            "Intercept " + holder.get().resource().ref().name() + " of "
                                    + by.owner().user() + " on " + by.owner().laptop() + " holds port "
                                    + claim.found().port().label() + " of "
                                    + claim.workload().ref() + " since "
                                    + holder.get().resource().created() + " (" + Sentences.what(by) + ")"),
                    claim.found());
        } else {
            claims.add(claim);
        }
    }

    private static Conflicts.Claim claimed(Claim claim) {
        return new Conflicts.Claim(claim.spec().mechanism(), claim.spec().match());
    }

    /** Second pass: what agents are to do. Traffic of an absent laptop stays in the cluster from the first moment. */
    private void route(Claim claim) {
        List<Route> table = routes.computeIfAbsent(claim.workload().ref(), ref -> new ArrayList<>());
        if (claim.absence().present()) {
            table.add(claim.route());
        }
    }

    /** Third pass: how far each holder has come. */
    private void judge(Claim claim) {
        Rollout rollout = Rollout.of(claim.workload(), claim.found().target().port(), world);
        rollout.mark().ifPresent(wanted -> mark.put(claim.workload().ref(), wanted));
        rollout.replace().ifPresent(replace::add);
        look(rollout.lookAgain());
        Progress progress = settled(claim, Progress.of(rollout.followers(), claim.route(), world.agents()));
        write(claim.resource(), outcome(claim, rollout, progress), claim.found(), progress);
    }

    /**
     * For the grace time after this manager began, agents that have not applied a route yet count as its predecessor's status
     * says: they are on their way, as laptops are, in any order.
     */
    private Progress settled(Claim claim, Progress heard) {
        InterceptStatus before = claim.resource().status();
        Instant settles = world.started().plus(world.limits().grace());
        if (heard.missing() == null
                || heard.error() != null
                || before == null
                || before.state() != InterceptState.ACTIVE
                || before.observedGeneration() != claim.resource().generation()
                || !world.now().isBefore(settles)) {
            return heard;
        }
        look(Optional.of(settles));
        return new Progress(heard.wanted(), heard.wanted(), null, null);
    }

    private Outcome outcome(Claim claim, Rollout rollout, Progress progress) {
        if (rollout.outcome().map(Outcome::state).filter(InterceptState::failed).isPresent()) {
            return rollout.outcome().get();
        }
        Absence absence = claim.absence();
        if (!absence.present()) {
            return absent(claim, absence);
        }
        if (progress.error() != null) {
            return new Outcome(InterceptState.AGENT_ERROR, progress.error());
        }
        return rollout.outcome()
                .orElseGet(() -> progress.complete()
                        ? new Outcome(InterceptState.ACTIVE, "Intercepting " + Sentences.what(claim.spec()))
                        : Outcome.waiting(waiting(claim.workload(), progress)));
    }

    /** What is waited for, and what may keep an agent from being heard. */
    private String waiting(WorkloadView workload, Progress progress) {
        PodRef missing = progress.missing();
        boolean silent = missing != null && !world.agents().containsKey(missing);
        return progress.sentence(workload.ref())
                + (silent
                        ? world.cluster().rules().policies(workload.ref().namespace(), workload.podLabels()).stream()
                                .filter(NetworkPolicyView::limitsOutgoing)
                                .findFirst()
                                .map(policy -> "; NetworkPolicy " + policy.name()
                                        + " must let it out to DNS and to ports 8080 and 8081 of the Traffic Manager")
                                .orElse("")
                        : "");
    }

    private Outcome absent(Claim claim, Absence absence) {
        InterceptStatus before = claim.resource().status();
        String laptop = claim.spec().owner().laptop();
        if (absence.longerThan(world.limits().grace(), world)) {
            return new Outcome(
                    InterceptState.PAUSED,
                    laptop + " is away since " + absence.since() + "; its traffic goes to the cluster's own service");
        }
        return before != null && before.state() == InterceptState.ACTIVE
                ? new Outcome(InterceptState.ACTIVE, before.message())
                : Outcome.waiting("Waiting for " + laptop + " to connect");
    }

    private void fail(InterceptResource resource, Outcome outcome, Resolution.@Nullable Found found) {
        write(resource, outcome, found, Progress.NONE);
    }

    private void write(
            InterceptResource resource, Outcome outcome, Resolution.@Nullable Found found, Progress progress) {
        InterceptStatus before = resource.status();
        String since = before != null && before.state() == outcome.state()
                ? before.since()
                : world.now().toString();
        InterceptStatus status = new InterceptStatus(
                outcome.state(),
                outcome.message(),
                resource.generation(),
                since,
                progress.applied(),
                progress.wanted(),
                found == null ? null : found.service().name(),
                found == null ? null : found.port().label(),
                found == null ? 0 : found.service().ports().size());
        statuses.put(resource.ref(), status);
        if (!status.equals(before)) {
            writes.put(resource.ref(), status);
        }
    }

    private void look(Optional<Instant> when) {
        if (when.isPresent() && (lookAgain == null || when.get().isBefore(lookAgain))) {
            lookAgain = when.get();
        }
    }
}
