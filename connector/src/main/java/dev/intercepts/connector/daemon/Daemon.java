package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudExamination;
import dev.intercepts.connector.cloud.CloudLogin;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Product;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.connector.link.ManagerApi.ContainerEnvironment;
import dev.intercepts.connector.socket.DaemonSocket;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what commands ask. */
final class Daemon implements DaemonSocket.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final int ENVIRONMENT_TRIES = 50;
    private static final long ENVIRONMENT_PAUSE_MILLIS = 200;

    private final Sessions sessions;
    private final OwnIntercepts own;
    private final Identity identity;
    private final CloudClient cloud;
    private final Presence presence;
    private final AccountCommands accounts;
    private final InterceptCommands intercepts;
    private final PreviewCommands previews;
    private final ClusterCommands clusters;
    private final DoctorCommand doctor;
    private final Supplier<@Nullable Integer> proxyPort;
    private final Resumption resumption;
    private final Runnable end;

    Daemon(
            Sessions sessions,
            OwnIntercepts own,
            Identity identity,
            CloudLogin logins,
            CloudClient cloud,
            CloudExamination examination,
            Presence presence,
            StateFile<State.Settings> settings,
            Answers answers,
            Supplier<@Nullable Integer> proxyPort,
            Resumption resumption,
            InstantSource clock,
            Runnable end) {
        this.sessions = sessions;
        this.own = own;
        this.identity = identity;
        this.cloud = cloud;
        this.presence = presence;
        this.proxyPort = proxyPort;
        this.resumption = resumption;
        this.end = end;
        CloudAccount account = cloud.account();
        CloudSide side = new CloudSide(cloud);
        this.accounts = new AccountCommands(logins, cloud, own, settings, this::presentAnew);
        this.intercepts = new InterceptCommands(sessions, own, identity, account, side, answers);
        this.previews = new PreviewCommands(sessions, own, intercepts, identity, account, side, answers);
        this.clusters = new ClusterCommands(sessions, intercepts, identity, proxyPort);
        this.doctor = new DoctorCommand(sessions, own, presence, cloud, examination, proxyPort, clock);
    }

    @Override
    public Object answer(Request request, Consumer<Event> events) throws InterruptedException {
        // A command right after a restart finds the session that the daemon is taking up again.
        resumption.awaitFirstTry();
        return switch (request) {
            case Request.Login login -> accounts.login(login, events);
            case Request.Logout logout -> accounts.logout(logout);
            case Request.Whoami ignored -> accounts.whoami();
            case Request.Profiles ignored -> accounts.profiles();
            case Request.UseProfile use -> accounts.use(use.profile());
            case Request.Connect connect -> clusters.connect(connect, events);
            case Request.ListWorkloads list -> clusters.list(list, events);
            case Request.WatchWorkloads watch -> clusters.watch(watch, events);
            case Request.Plan plan -> intercepts.plan(plan, events);
            case Request.Intercept intercept -> intercepts.intercept(intercept, events);
            case Request.Leave leave -> intercepts.leave(leave.name(), events);
            case Request.PreviewPlan plan -> previews.plan(plan.name());
            case Request.Preview preview -> previews.change(preview, events);
            case Request.Previews ignored -> previews.list();
            case Request.Status ignored -> status();
            case Request.Env env -> environment(env, events);
            case Request.Dashboard ignored -> accounts.dashboard(events);
            case Request.Quit ignored -> quit(events);
            case Request.Uninstall uninstall -> clusters.uninstall(uninstall, events, end);
            case Request.Version ignored -> versions();
            case Request.Doctor look -> doctor.look(look.cluster(), events);
        };
    }

    /** After another login. */
    private void presentAnew() {
        presence.stop();
        if (sessions.wanted()) {
            presence.start();
        }
    }

    private Views.Status status() throws InterruptedException {
        ClusterSession session = sessions.current().orElse(null);
        return StatusReport.of(
                session,
                session == null ? List.of() : session.webhook().wrong().stream().toList(),
                sessions.whyNot(),
                proxyPort.get(),
                sessions.outbound(),
                own,
                identity.laptop(),
                accounts.known(),
                presence.words());
    }

    private Views.Environment environment(Request.Env request, Consumer<Event> events) throws InterruptedException {
        ClusterSession session = sessions.require();
        Map<String, String> proxy =
                StatusReport.variables(StatusReport.proxy(session, proxyPort.get(), sessions.outbound()));
        String name = request.name();
        if (name == null) {
            return new Views.Environment(null, Map.of(), proxy);
        }
        State.Intercept intercept = intercepts.require(name);
        String container = request.container();
        if (container != null) {
            Workload workload = new Workload(WorkloadKind.valueOf(intercept.workloadKind()), intercept.workload());
            session.workloads().checkContainer(intercept.namespace(), workload, container);
        }
        events.accept(Event.progress("Asking for the environment of " + name));
        for (int tries = 0; tries < ENVIRONMENT_TRIES; tries++) {
            var found = session.api().environment(intercept.namespace(), name, container);
            if (found.isPresent()) {
                return environment(found.get(), intercept, proxy);
            }
            Thread.sleep(ENVIRONMENT_PAUSE_MILLIS);
        }
        throw Failure.failed(
                "no-environment",
                "no agent has told the environment of " + (container == null ? name : "container " + container),
                "see that the workload's pods are ready");
    }

    private Views.Environment environment(
            ContainerEnvironment found, State.Intercept intercept, Map<String, String> proxy) {
        Map<String, String> variables = new TreeMap<>(found.environment());
        variables.put("TELEPRESENCE_INTERCEPT_ID", identity.uuid() + ":" + intercept.name());
        return new Views.Environment(found.container(), variables, proxy);
    }

    private Done quit(Consumer<Event> events) throws InterruptedException {
        int left = intercepts.leaveAll(events);
        sessions.end();
        end.run();
        return new Done(
                switch (left) {
                    case 0 -> "The daemon has ended";
                    case 1 -> "Left 1 intercept; the daemon has ended";
                    default -> "Left %d intercepts; the daemon has ended".formatted(left);
                });
    }

    private Views.Versions versions() throws InterruptedException {
        String manager = null;
        ClusterSession session = sessions.current().orElse(null);
        if (session != null) {
            try {
                manager = session.api().version().version();
            } catch (FailureException e) {
                LOG.atDebug().setCause(e).log("manager's version not known");
            }
        }
        String hosted = null;
        if (cloud.account().login().isPresent()) {
            try {
                hosted = cloud.discovery().version();
            } catch (FailureException e) {
                LOG.atDebug().setCause(e).log("cloud's version not known");
            }
        }
        return new Views.Versions(Product.version(), manager, hosted);
    }
}
