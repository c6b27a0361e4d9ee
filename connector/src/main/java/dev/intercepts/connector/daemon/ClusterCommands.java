package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.contract.Views.Holder;
import dev.intercepts.connector.contract.Views.WorkloadLine;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.Installer;
import dev.intercepts.connector.kube.Intercepts;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.connector.kube.Uninstaller;
import dev.intercepts.connector.kube.WorkloadWatch;
import dev.intercepts.protocol.intercept.InterceptStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The commands on the cluster as a whole. */
final class ClusterCommands {

    /** How soon a watch notices that its session has ended. */
    private static final Duration SESSION_CHECK = Duration.ofMillis(500);

    private final Sessions sessions;
    private final InterceptCommands intercepts;
    private final Identity identity;
    private final Supplier<@Nullable Integer> proxyPort;

    ClusterCommands(
            Sessions sessions, InterceptCommands intercepts, Identity identity, Supplier<@Nullable Integer> proxyPort) {
        this.proxyPort = proxyPort;
        this.sessions = sessions;
        this.intercepts = intercepts;
        this.identity = identity;
    }

    Views.Connection connect(Request.Connect request, Consumer<Event> events) throws InterruptedException {
        ClusterSession session = sessions.connect(request, events);
        return new Views.Connection(
                session.cluster().context(),
                session.cluster().server(),
                session.api().version().version(),
                StatusReport.proxy(session, proxyPort.get(), sessions.outbound()),
                StatusReport.manager(session.cluster()));
    }

    Views.Workloads list(Request.ListWorkloads request, Consumer<Event> events) throws InterruptedException {
        ClusterSession session = sessions.connect(request.cluster(), events);
        String namespace = namespace(session, request.cluster(), request.allNamespaces());
        events.accept(Event.progress("Looking at the workloads"));
        List<StoredIntercept> held = session.intercepts().list(namespace);
        return workloads(session.workloads().list(namespace), held, request.allNamespaces());
    }

    /** Tells of the list now and of each change, until nobody listens or the session ends. */
    Object watch(Request.WatchWorkloads request, Consumer<Event> events) throws InterruptedException {
        ClusterSession session = sessions.connect(request.cluster(), events);
        String namespace = namespace(session, request.cluster(), request.allNamespaces());
        events.accept(Event.progress("Looking at the workloads"));
        Views.Workloads told = null;
        try (WorkloadWatch watch = WorkloadWatch.open(session.cluster(), namespace)) {
            while (sessions.current().filter(session::equals).isPresent()) {
                Views.Workloads now = workloads(watch.workloads(), watch.intercepts(), request.allNamespaces());
                if (!now.equals(told)) {
                    events.accept(Event.update(now));
                    told = now;
                }
                watch.awaitChange(SESSION_CHECK);
            }
        }
        throw Failure.notConnected(
                "not-connected",
                "the connection to the cluster has ended",
                "run `telepresence list --watch` again to connect");
    }

    private static @Nullable String namespace(ClusterSession session, ClusterChoice choice, boolean all) {
        String asked = choice.namespace();
        return session.cluster().served(all ? null : asked != null ? asked : session.namespace());
    }

    private Views.Workloads workloads(List<WorkloadLine> lines, List<StoredIntercept> held, boolean allNamespaces) {
        return new Views.Workloads(
                allNamespaces,
                lines.stream().map(line -> withHolders(line, held)).toList());
    }

    /**
     * Takes agents, or all of it, out of the cluster.
     *
     * @param endDaemon run where nothing is left to be connected to
     */
    Done uninstall(Request.Uninstall request, Consumer<Event> events, Runnable endDaemon) throws InterruptedException {
        demandNoOther(request.cluster());
        if (request.everything()) {
            Done done = uninstallEverything(request.cluster(), say(events));
            endDaemon.run();
            return done;
        }
        ClusterSession there = sessions.current().orElse(null);
        try (Cluster opened = there == null ? sessions.open(request.cluster()) : null) {
            Cluster cluster = there == null ? java.util.Objects.requireNonNull(opened) : there.cluster();
            String asked = request.cluster().namespace();
            String usual = there == null ? cluster.namespace() : there.namespace();
            String namespace = asked != null ? asked : usual;
            cluster.served(namespace);
            Uninstaller uninstaller = new Uninstaller(cluster);
            String where = request.allAgents() ? cluster.served(asked) : namespace;
            List<StoredIntercept> held = installedIntercepts(cluster, where);
            if (request.allAgents()) {
                held.forEach(this::demandOurs);
                leave(held, events);
                int count = uninstaller.removeAllAgents(where, say(events));
                return new Done("Removed the Traffic Agent from %d workloads".formatted(count));
            }
            for (String agent : request.agents()) {
                List<StoredIntercept> ofAgent = held.stream()
                        .filter(intercept -> intercept.spec().workload().name().equals(agent))
                        .toList();
                ofAgent.forEach(this::demandOurs);
                leave(ofAgent, events);
                uninstaller.removeAgent(namespace, agent, say(events));
            }
            return new Done("Removed the Traffic Agent from " + String.join(", ", request.agents()));
        }
    }

    /** What is taken out is what was named, never what happens to be connected. */
    private void demandNoOther(ClusterChoice choice) {
        ClusterSession there = sessions.current().orElse(null);
        if (there != null && sessions.matching(choice).isEmpty()) {
            throw Failure.failed(
                    "other-cluster",
                    "this laptop is connected to context %s by the Traffic Manager in namespace %s"
                            .formatted(
                                    there.cluster().context(), there.cluster().managerNamespace()),
                    "run `telepresence quit` before you take something out elsewhere");
        }
    }

    private Done uninstallEverything(ClusterChoice choice, Consumer<String> progress) throws InterruptedException {
        ClusterSession there = sessions.current().orElse(null);
        try (Cluster opened = there == null ? sessions.open(choice) : null) {
            Cluster cluster = there == null ? java.util.Objects.requireNonNull(opened) : there.cluster();
            String context = cluster.context();
            intercepts.leaveAllKnown(there);
            Intercepts objects = new Intercepts(cluster);
            progress.accept("Ending all intercepts");
            String everywhere = cluster.served(null);
            for (StoredIntercept intercept : installedIntercepts(cluster, everywhere)) {
                objects.delete(intercept.namespace(), intercept.name());
            }
            Uninstaller uninstaller = new Uninstaller(cluster);
            uninstaller.removeAllAgents(everywhere, progress);
            uninstaller.removeManager(progress);
            sessions.forgetManager(cluster);
            sessions.end();
            return new Done("Removed Traffic Agents and Traffic Manager from " + context);
        }
    }

    /** None where the product is not installed: its custom resource is not there to be asked for. */
    private static List<StoredIntercept> installedIntercepts(Cluster cluster, @Nullable String namespace) {
        boolean installed = new Installer(cluster, "").installed();
        return installed ? new Intercepts(cluster).list(namespace) : List.of();
    }

    private void demandOurs(StoredIntercept intercept) {
        var owner = intercept.spec().owner();
        if (!intercept.spec().sessionId().equals(identity.sessionId())) {
            throw Failure.failed(
                    "intercepted-by-other",
                    "%s is intercepted by %s on %s (%s)"
                            .formatted(intercept.spec().workload(), owner.user(), owner.laptop(), intercept.name()),
                    "ask them to leave it; `telepresence uninstall --everything` ends everybody's");
        }
    }

    private void leave(List<StoredIntercept> ours, Consumer<Event> events) throws InterruptedException {
        for (StoredIntercept intercept : ours) {
            intercepts.leave(intercept.name(), events);
        }
    }

    private WorkloadLine withHolders(WorkloadLine line, List<StoredIntercept> held) {
        List<Holder> holders = held.stream()
                .filter(intercept -> intercept.namespace().equals(line.namespace()))
                .filter(intercept -> intercept.spec().workload().name().equals(line.name())
                        && intercept.spec().workload().kind().name().equals(line.kind()))
                .map(this::holder)
                .toList();
        return new WorkloadLine(line.namespace(), line.kind(), line.name(), line.agent(), line.obstacle(), holders);
    }

    private Holder holder(StoredIntercept intercept) {
        InterceptStatus status = intercept.status();
        return new Holder(
                intercept.name(),
                intercept.spec().owner().user(),
                intercept.spec().owner().laptop(),
                status == null ? "WAITING" : status.state().name(),
                intercept.spec().sessionId().equals(identity.sessionId()));
    }

    private static Consumer<String> say(Consumer<Event> events) {
        return text -> events.accept(Event.progress(text));
    }
}
