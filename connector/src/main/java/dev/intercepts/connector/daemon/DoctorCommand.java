package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudExamination;
import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Diagnosis;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.doctor.CloudChecks;
import dev.intercepts.connector.doctor.CloudFacts;
import dev.intercepts.connector.doctor.ClusterChecks;
import dev.intercepts.connector.doctor.ClusterFacts;
import dev.intercepts.connector.doctor.LinkChecks;
import dev.intercepts.connector.doctor.LinkFacts;
import dev.intercepts.connector.doctor.NameChecks;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.ClusterExamination;
import dev.intercepts.connector.link.LinkState;
import dev.intercepts.connector.link.ManagerApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at everything that an intercept needs, without changing or connecting anything. */
final class DoctorCommand {

    private static final int LOCAL_CHECK_MILLIS = 500;

    private final Sessions sessions;
    private final OwnIntercepts own;
    private final Presence presence;
    private final CloudClient cloud;
    private final CloudExamination examination;
    private final Supplier<@Nullable Integer> proxyPort;
    private final InstantSource clock;

    DoctorCommand(
            Sessions sessions,
            OwnIntercepts own,
            Presence presence,
            CloudClient cloud,
            CloudExamination examination,
            Supplier<@Nullable Integer> proxyPort,
            InstantSource clock) {
        this.sessions = sessions;
        this.own = own;
        this.presence = presence;
        this.cloud = cloud;
        this.examination = examination;
        this.proxyPort = proxyPort;
        this.clock = clock;
    }

    /** What it found. */
    Diagnosis look(ClusterChoice choice, Consumer<Event> events) throws InterruptedException {
        Consumer<String> progress = text -> events.accept(Event.progress(text));
        List<Finding> findings = new ArrayList<>();
        Map<String, Boolean> names = new LinkedHashMap<>();
        // The session's own cluster, unless another one is named: what does not work is to be seen with its own eyes.
        ClusterSession session = sessions.matching(choice).orElse(null);
        try (Cluster opened = session == null ? sessions.open(choice) : null) {
            Cluster cluster = session == null ? java.util.Objects.requireNonNull(opened) : session.cluster();
            resolve(cluster.server(), names);
            ClusterFacts facts = new ClusterExamination(cluster, choice.namespace(), clock).look(progress);
            findings.addAll(ClusterChecks.of(facts));
            if (facts.unreachable() == null) {
                findings.addAll(LinkChecks.of(links(session, cluster, facts, progress), facts.manager() != null));
            }
        } catch (FailureException e) {
            findings.add(Finding.fail("kubeconfig", e.failure()));
        }
        progress.accept("Asking the hosted service");
        try {
            CloudFacts hosted = examination.look();
            findings.addAll(CloudChecks.of(hosted));
            if (hosted.url() != null) {
                resolve(hosted.url(), names);
                if (hosted.unreachable() == null) {
                    resolve(cloud.discovery().tunnelUrl(), names);
                }
            }
        } catch (FailureException e) {
            findings.add(Finding.fail("hosted service", e.failure()));
        }
        findings.add(NameChecks.of(names));
        return Diagnosis.of(findings);
    }

    private LinkFacts links(
            @Nullable ClusterSession session, Cluster cluster, ClusterFacts facts, Consumer<String> progress)
            throws InterruptedException {
        FailureException forward = null;
        ManagerApi.Version version = null;
        if (facts.manager() != null) {
            progress.accept("Asking the Traffic Manager");
            try {
                version = new ManagerApi(cluster).version();
            } catch (FailureException e) {
                forward = e;
            }
        }
        return new LinkFacts(
                forward == null ? null : forward.failure(),
                version == null ? null : version.version(),
                version == null || version.uplink() == null ? null : uplink(version.uplink()),
                session != null,
                session != null && LinkState.up(session.link().state()),
                session == null ? "" : LinkState.words(session.link().state()),
                presence.up(),
                presence.words(),
                cloud.account().login().isPresent(),
                proxyPort.get(),
                own.all().stream()
                        .filter(intercept -> !listens(intercept))
                        .map(intercept -> "%s (%s:%d)"
                                .formatted(intercept.name(), intercept.targetHost(), intercept.targetPort()))
                        .toList());
    }

    private static String uplink(ManagerApi.Uplink uplink) {
        return uplink.message() == null ? uplink.state() : uplink.state() + " (" + uplink.message() + ")";
    }

    private static boolean listens(State.Intercept intercept) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(intercept.targetHost(), intercept.targetPort()), LOCAL_CHECK_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void resolve(String url, Map<String, Boolean> names) {
        String host = URI.create(url).getHost();
        // What is an address already needs no name server.
        if (host == null || host.startsWith("[") || host.matches("[0-9.]+")) {
            return;
        }
        boolean known;
        try {
            known = InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            known = false;
        }
        names.put(host, known);
    }
}
