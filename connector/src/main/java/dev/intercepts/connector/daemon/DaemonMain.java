package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudEvents;
import dev.intercepts.connector.cloud.CloudExamination;
import dev.intercepts.connector.cloud.CloudHttp;
import dev.intercepts.connector.cloud.CloudLogin;
import dev.intercepts.connector.contract.Product;
import dev.intercepts.connector.files.ConfigDirectory;
import dev.intercepts.connector.files.DaemonLock;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.link.SwitchableOpener;
import dev.intercepts.connector.outbound.NetworkRights;
import dev.intercepts.connector.outbound.Outbound;
import dev.intercepts.connector.proxy.ClusterProxy;
import dev.intercepts.connector.socket.DaemonClient;
import dev.intercepts.connector.socket.DaemonSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's process: one for each configuration directory. */
public final class DaemonMain {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonMain.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long IDLE_CHECK_SECONDS = 60;
    private static final int IDLE_CHECKS = 10;

    private DaemonMain() {}

    /** Runs until {@code quit}, or until nothing has been asked for ten minutes and there is no session to keep. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ConfigDirectory directory = new ConfigDirectory(Path.of(args[0]));
        DaemonClient other = new DaemonClient(directory.socket());
        if (DaemonLock.take(directory, PATIENCE, other::daemonRuns)) {
            Thread.ofPlatform().daemon().name("warm-up").start(DaemonMain::warmUp);
            run(directory);
        } else {
            LOG.atInfo().log("another daemon has this directory");
        }
        System.exit(0);
    }

    private static void warmUp() {
        try {
            Cluster.warmUp();
        } catch (RuntimeException | LinkageError e) {
            // Whoever connects meets it again, and is told.
            LOG.atDebug().setCause(e).log("not warmed up");
        }
    }

    private static void run(ConfigDirectory directory) throws IOException, InterruptedException {
        LOG.atInfo().addKeyValue("version", Product.version()).log("daemon starts");
        Path path = directory.path();
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        StateFile<State.Settings> settings = new StateFile<>(path.resolve("settings.json"), State.Settings.class);
        Identity identity = Identity.of(
                new StateFile<>(path.resolve("installation.json"), State.Installation.class),
                random,
                System.getProperty("user.name", "unknown"),
                HostName.current(System.getenv()));
        OwnIntercepts own =
                new OwnIntercepts(new StateFile<>(path.resolve("intercepts.json"), State.Intercepts.class), clock);
        CloudHttp http = new CloudHttp();
        CloudLogin logins = new CloudLogin(http, clock, random);
        CloudAccount account =
                new CloudAccount(new StateFile<>(path.resolve("logins.json"), State.Logins.class), logins, clock);
        CloudClient cloud = new CloudClient(http, account);
        SwitchableOpener cluster = new SwitchableOpener();
        SessionsReference reference = new SessionsReference();
        CloudEvents.Listener listener = new EndedInCloud(own, reference::get);
        Presence presence = new Presence(http, cloud, identity, own, cluster, listener, random);
        Outbound outbound =
                new Outbound(cluster, () -> ShortNames.namespaces(own, reference.get()), random, System.getenv());
        Sessions sessions = new Sessions(
                new StateFile<>(directory.session(), State.Session.class),
                settings,
                new StateFile<>(path.resolve("managers.json"), State.Managers.class),
                identity,
                own,
                cluster,
                presence,
                outbound);
        reference.set(sessions);
        StateFile<ProxyPort> portFile = new StateFile<>(path.resolve("proxy.json"), ProxyPort.class);
        CountDownLatch ended = new CountDownLatch(1);
        Resumption resumption = new Resumption();
        Answers answers = new Answers(new StateFile<>(path.resolve("ingress.json"), State.Answers.class));
        try (outbound;
                ClusterProxy proxy = proxy(cluster, own, sessions, portFile)) {
            Daemon daemon = new Daemon(
                    sessions,
                    own,
                    identity,
                    logins,
                    cloud,
                    new CloudExamination(http, cloud, clock),
                    presence,
                    settings,
                    answers,
                    () -> proxy == null ? null : proxy.port(),
                    resumption,
                    clock,
                    ended::countDown);
            resumption.start(sessions, presence);
            try (DaemonSocket socket = DaemonSocket.listen(directory.socket(), daemon)) {
                awaitEnd(ended, sessions, socket);
                socket.close();
                awaitAnswers(socket);
            }
        }
        LOG.atInfo().log("daemon ends");
    }

    /** Where the proxy listened last. */
    record ProxyPort(int port) {}

    private static @Nullable ClusterProxy proxy(
            SwitchableOpener cluster, OwnIntercepts own, Sessions sessions, StateFile<ProxyPort> file) {
        ShortNames names = new ShortNames(own, sessions);
        try {
            ClusterProxy proxy = ClusterProxy.start(
                    cluster,
                    names,
                    NetworkRights.current().users(System.getenv()),
                    file.read().map(ProxyPort::port).orElse(0));
            file.write(new ProxyPort(proxy.port()));
            return proxy;
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("no proxy");
            return null;
        }
    }

    private static void awaitEnd(CountDownLatch ended, Sessions sessions, DaemonSocket socket)
            throws InterruptedException {
        int idle = 0;
        while (!ended.await(IDLE_CHECK_SECONDS, TimeUnit.SECONDS)) {
            idle = sessions.wanted() || socket.openRequests() > 0 ? 0 : idle + 1;
            if (idle >= IDLE_CHECKS) {
                return;
            }
        }
    }

    /** The command that asked for the end still gets its answer. */
    private static void awaitAnswers(DaemonSocket socket) throws InterruptedException {
        for (int i = 0; i < 100 && socket.openRequests() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
