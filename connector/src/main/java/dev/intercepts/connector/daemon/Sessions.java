package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.contract.NetworkOptions;
import dev.intercepts.connector.contract.Product;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.connector.forward.ManagerForward;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.ClusterNetworks;
import dev.intercepts.connector.kube.Installer;
import dev.intercepts.connector.link.LaptopStreams;
import dev.intercepts.connector.link.ManagerLink;
import dev.intercepts.connector.link.SwitchableOpener;
import dev.intercepts.connector.outbound.ClusterView;
import dev.intercepts.connector.outbound.Outbound;
import dev.intercepts.connector.outbound.OutboundState;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.tunnel.TunnelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one cluster session at a time, and how it comes and goes. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long TUNNEL_LIMIT_MILLIS = 15_000;

    private final StateFile<State.Session> file;
    private final StateFile<State.Settings> settings;
    private final StateFile<State.Managers> managers;
    private final Identity identity;
    private final OwnIntercepts own;
    private final SwitchableOpener cluster;
    private final Presence presence;
    private final Outbound outbound;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ClusterSession current;
    private volatile @Nullable String whyNot;

    Sessions(
            StateFile<State.Session> file,
            StateFile<State.Settings> settings,
            StateFile<State.Managers> managers,
            Identity identity,
            OwnIntercepts own,
            SwitchableOpener cluster,
            Presence presence,
            Outbound outbound) {
        this.file = file;
        this.settings = settings;
        this.managers = managers;
        this.identity = identity;
        this.own = own;
        this.cluster = cluster;
        this.presence = presence;
        this.outbound = outbound;
    }

    /** The session that is there. */
    Optional<ClusterSession> current() {
        return Optional.ofNullable(current);
    }

    /** The session that is there. */
    ClusterSession require() {
        return current()
                .orElseThrow(() -> Failure.notConnected(
                        "not-connected",
                        whyNot == null ? "not connected to a cluster" : "not connected: " + whyNot,
                        "run `telepresence connect`"));
    }

    /** Why there is none, where one is wanted. */
    @Nullable
    String whyNot() {
        return whyNot;
    }

    /** Whether there is one, or is to be one. */
    boolean wanted() {
        return current != null || kept().isPresent();
    }

    /** The one that is to be, whether its cluster can be reached or not. */
    Optional<State.Session> kept() {
        return file.read();
    }

    /**
     * The session with the cluster chosen; made if there is none.
     *
     * @throws FailureException where it cannot be, or this laptop intercepts something in another cluster
     */
    ClusterSession connect(ClusterChoice choice, Consumer<Event> events) throws InterruptedException {
        return session(new Request.Connect(choice, InstallOptions.NONE, null), false, events);
    }

    /** The same, with a Traffic Manager that is looked at again, and it and a laptop's network as the person says. */
    ClusterSession connect(Request.Connect request, Consumer<Event> events) throws InterruptedException {
        return session(request, true, events);
    }

    private ClusterSession session(Request.Connect request, boolean explicitly, Consumer<Event> events)
            throws InterruptedException {
        ClusterChoice choice = request.cluster();
        InstallOptions install = request.install();
        NetworkOptions network = request.network();
        lock.lockInterruptibly();
        try {
            ClusterChoice resolved = resolve(choice);
            ClusterSession there = current;
            State.Session kept = file.read().orElse(null);
            NetworkOptions wanted = network != null ? network : kept == null ? null : kept.network();
            if (there != null && sameCluster(choice, resolved, kept, there)) {
                if (explicitly) {
                    ensureManager(there.cluster(), install, events);
                }
                String namespace = explicitly ? choice.namespace() : null;
                if (kept != null && (namespace != null || network != null)) {
                    file.write(new State.Session(
                            kept.context(),
                            kept.kubeconfig(),
                            namespace != null ? namespace : kept.namespace(),
                            kept.managerNamespace(),
                            wanted));
                }
                if (namespace != null) {
                    there.use(namespace);
                }
                if (network != null) {
                    reach(there.cluster(), network, events);
                }
                return there;
            }
            if (!own.all().isEmpty() && kept != null && !sameChoice(resolved, kept)) {
                throw Failure.failed(
                        "other-cluster",
                        "this laptop intercepts %d workloads in context %s by the Traffic Manager in namespace %s"
                                .formatted(own.all().size(), kept.context(), kept.managerNamespace()),
                        "leave them, or run `telepresence quit`, before you connect to another cluster or Traffic Manager");
            }
            if (there != null) {
                drop();
            }
            // What a single command says of its namespace concerns that command alone.
            String namespace = explicitly ? choice.namespace() : null;
            if (namespace == null && kept != null && sameChoice(resolved, kept)) {
                namespace = kept.namespace();
            }
            return establish(
                    new ClusterChoice(
                            resolved.context(), resolved.kubeconfig(), namespace, resolved.managerNamespace()),
                    install,
                    wanted,
                    events);
        } finally {
            lock.unlock();
        }
    }

    /** The session that is there, where the choice means its cluster. */
    Optional<ClusterSession> matching(ClusterChoice choice) {
        return current()
                .filter(there ->
                        sameCluster(choice, resolve(choice), file.read().orElse(null), there));
    }

    /** Opens the cluster chosen without a session: for looking at it, and for taking things out of it. */
    Cluster open(ClusterChoice choice) {
        return find(resolve(choice));
    }

    /** A cluster with its Traffic Manager where it was asked for, used last, or is by the settings. */
    private Cluster find(ClusterChoice resolved) {
        Cluster opened = Cluster.open(resolved);
        if (resolved.managerNamespace() != null) {
            return opened;
        }
        String used = managers.read().orElse(State.Managers.NONE).byCluster().get(opened.key());
        String where = used != null ? used : settings().managerNamespace();
        return where == null ? opened : opened.withManagerIn(where);
    }

    /** Takes the session up again that was there before this process was. */
    boolean resume() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            State.Session kept = file.read().orElse(null);
            if (kept == null || current != null) {
                return true;
            }
            establish(
                    new ClusterChoice(kept.context(), kept.kubeconfig(), kept.namespace(), kept.managerNamespace()),
                    InstallOptions.NONE,
                    kept.network(),
                    ignored -> {});
            return true;
        } catch (FailureException e) {
            whyNot = e.failure().message();
            LOG.atInfo().addKeyValue("code", e.failure().code()).log(e.failure().message());
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the session for good. */
    void end() {
        lock.lock();
        try {
            drop();
            file.remove();
            presence.stop();
            whyNot = null;
        } finally {
            lock.unlock();
        }
    }

    /** Whose Traffic Manager was taken out: the next one is where it is chosen anew. */
    void forgetManager(Cluster gone) {
        managers.read().ifPresent(known -> managers.write(known.without(gone.key())));
    }

    private void ensureManager(Cluster opened, InstallOptions install, Consumer<Event> events)
            throws InterruptedException {
        InstallOptions configured = settings().install();
        new Installer(opened, Product.version())
                .ensure(
                        install,
                        configured == null ? InstallOptions.NONE : configured,
                        text -> events.accept(Event.progress(text)),
                        text -> events.accept(Event.warning(text)));
    }

    private ClusterSession establish(
            ClusterChoice choice, InstallOptions install, @Nullable NetworkOptions network, Consumer<Event> events)
            throws InterruptedException {
        Cluster opened = find(choice);
        ClusterSession session = null;
        try {
            events.accept(Event.progress("Connecting to " + opened.context()));
            // Says so where nothing answers; and once more when it is known what is served.
            opened.uid();
            ensureManager(opened, install, events);
            String uid = opened.uid();
            GivenUpIntercepts.takeOut(own, opened, choice.kubeconfig(), identity.sessionId());
            ManagerForward forward = ManagerForward.open(opened, ClusterNames.MANAGER_CONNECTOR_TUNNEL_PORT);
            ManagerLink link = ManagerLink.start(
                    forward.localPort(),
                    identity.sessionToken(),
                    LaptopStreams.fromManager(identity.sessionId(), own),
                    TunnelSettings.TO_MANAGER);
            session = new ClusterSession(opened, uid, forward, link, own, identity.sessionId());
            events.accept(Event.progress("Opening the tunnel to the Traffic Manager"));
            if (!link.awaitUp(TUNNEL_LIMIT_MILLIS)) {
                LOG.atWarn().addKeyValue("why", forward.lastFailure()).log("no direct tunnel yet");
            }
            session.resume();
            file.write(new State.Session(
                    opened.context(), choice.kubeconfig(), choice.namespace(), opened.managerNamespace(), network));
            managers.write(managers.read().orElse(State.Managers.NONE).with(opened.key(), opened.managerNamespace()));
            cluster.use(link.cluster());
            current = session;
            whyNot = null;
            presence.start();
            reach(opened, network == null ? NetworkOptions.DEFAULT : network, events);
            return session;
        } catch (IOException e) {
            opened.close();
            throw new UncheckedIOException("no loopback port for the tunnel", e);
        } catch (InterruptedException | RuntimeException e) {
            // Its tunnels would go on dialling, and being there for a session that is none.
            if (session != null) {
                session.close();
            } else {
                opened.close();
            }
            throw e;
        }
    }

    /** What is there for programs without a setting; a failure of it is told in the status and stops nothing else. */
    private void reach(Cluster opened, NetworkOptions network, Consumer<Event> events) {
        events.accept(Event.progress("Looking at the cluster's network"));
        outbound.start(
                () -> {
                    ClusterNetworks seen = ClusterNetworks.read(opened);
                    return new ClusterView(
                            seen.ranges(), seen.nodeAddresses(), seen.namespaces(), URI.create(opened.server()));
                },
                network);
    }

    /** Whether programs reach the cluster without a setting. */
    OutboundState outbound() {
        return outbound.state();
    }

    private void drop() {
        outbound.stop();
        cluster.use(null);
        ClusterSession there = current;
        current = null;
        if (there != null) {
            there.close();
        }
    }

    private ClusterChoice resolve(ClusterChoice choice) {
        State.Settings defaults = settings();
        return new ClusterChoice(
                choice.context() != null ? choice.context() : defaults.context(),
                choice.kubeconfig() != null ? choice.kubeconfig() : defaults.kubeconfig(),
                choice.namespace(),
                choice.managerNamespace());
    }

    private State.Settings settings() {
        return settings.read().orElse(State.Settings.NONE);
    }

    /** A command that names no cluster means the one that is connected. */
    private static boolean sameCluster(
            ClusterChoice choice, ClusterChoice resolved, State.@Nullable Session kept, ClusterSession there) {
        if (choice.managerNamespace() != null
                && !choice.managerNamespace().equals(there.cluster().managerNamespace())) {
            return false;
        }
        boolean named = choice.context() != null || choice.kubeconfig() != null;
        boolean sameContext = choice.context() == null
                || choice.context().equals(there.cluster().context());
        boolean sameFile = kept != null && java.util.Objects.equals(resolved.kubeconfig(), kept.kubeconfig());
        return !named || sameContext && (choice.kubeconfig() == null || sameFile);
    }

    private static boolean sameChoice(ClusterChoice resolved, State.Session kept) {
        boolean sameContext = resolved.context() == null || resolved.context().equals(kept.context());
        boolean sameFile =
                resolved.kubeconfig() == null || resolved.kubeconfig().equals(kept.kubeconfig());
        boolean sameManager = resolved.managerNamespace() == null
                || resolved.managerNamespace().equals(kept.managerNamespace());
        return sameContext && sameFile && sameManager;
    }
}
