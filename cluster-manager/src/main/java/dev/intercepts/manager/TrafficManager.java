package dev.intercepts.manager;

import dev.intercepts.manager.http.Answer;
import dev.intercepts.manager.http.HttpEndpoint;
import dev.intercepts.manager.http.HttpRequest;
import dev.intercepts.manager.injection.InjectionSettings;
import dev.intercepts.manager.injection.Injector;
import dev.intercepts.manager.intercepts.ClusterActions;
import dev.intercepts.manager.intercepts.FencedActions;
import dev.intercepts.manager.kube.Cluster;
import dev.intercepts.manager.kube.ClusterWatch;
import dev.intercepts.manager.kube.Leadership;
import dev.intercepts.manager.webhook.AdmissionWebhook;
import dev.intercepts.manager.webhook.WebhookServer;
import dev.intercepts.manager.world.PodSecurity;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.manager.world.WorkloadRef;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running replica of the Traffic Manager, ended in reverse order. Each one watches the cluster and answers the webhook; the
 * one that holds the Lease has the {@link Duty} besides.
 */
public final class TrafficManager implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficManager.class);

    private final ManagerConfig config;
    private final Cluster cluster;
    private final InstantSource clock;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ClusterWatch watch;
    private final List<InetSocketAddress> listening = new CopyOnWriteArrayList<>();
    private volatile ClusterActions actions;
    private volatile Duty.@Nullable Begun duty;
    private volatile @Nullable Leadership leadership;
    private volatile boolean closed;

    private TrafficManager(ManagerConfig config, Cluster cluster, InstantSource clock) {
        this.config = config;
        this.cluster = cluster;
        this.clock = clock;
        this.watch = closing(cluster.watch(this::clusterChanged));
        this.actions = cluster.actions();
    }

    /** Where each replica listens; {@code webhook} is 0 where there is none. */
    record Addresses(int health, int webhook) {}

    /**
     * Starts one, and returns when its ports for health and webhook listen; the others follow once it holds the Lease. Takes
     * over the cluster's client.
     *
     * @throws RuntimeException if a port cannot be had or the API server does not answer
     */
    public static Running start(ManagerConfig config, Cluster cluster, InstantSource clock) {
        TrafficManager manager = new TrafficManager(config, cluster, clock);
        try {
            return new Running(manager, manager.listen());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** A manager and where it listens. */
    public record Running(TrafficManager manager, Addresses addresses) implements AutoCloseable {
        @Override
        public void close() {
            manager.close();
        }

        /** Where agents and connectors find it; empty while another replica works. */
        Optional<Duty.Addresses> duty() {
            Duty.Begun duty = manager.duty;
            return Optional.ofNullable(duty).map(Duty.Begun::addresses);
        }
    }

    private Addresses listen() {
        String host = config.podHost();
        HttpEndpoint health = closing(HttpEndpoint.bind(host, config.ports().health(), null, this::health));
        Injector injector = new Injector(
                new InjectionSettings(
                        config.agentImage(),
                        config.redirectImage(),
                        ClusterNames.MANAGER + "." + config.namespace() + ".svc",
                        config.ports().agentApi(),
                        config.ports().agentTunnel(),
                        config.pull(),
                        config.agentLogLevel()),
                () -> watch.address(config.namespace(), ClusterNames.MANAGER));
        listening.add(health.address());
        int webhook = 0;
        if (!config.alone()) {
            InetSocketAddress address = startWebhook(host, injector).address();
            listening.add(address);
            webhook = address.getPort();
        } else {
            // Where no webhook changes the pods, the templates are changed.
            actions = cluster.actions(injector, watch);
        }
        closing(this::endDuty);
        leadership = closing(cluster.leadership(config.podName(), config.lease(), new Work()));
        Addresses addresses = new Addresses(health.address().getPort(), webhook);
        LOG.atInfo()
                .addKeyValue("version", Version.CURRENT)
                .addKeyValue("host", host)
                .addKeyValue("ports", addresses)
                .log("Traffic Manager is ready");
        return addresses;
    }

    private WebhookServer startWebhook(String host, Injector injector) {
        return closing(WebhookServer.start(
                host,
                config.ports().webhook(),
                new AdmissionWebhook(injector, new KnownWorkloads(), config.namespace()),
                cluster.secrets(),
                cluster::registerWebhook,
                config.namespace(),
                clock));
    }

    private Answer health(HttpRequest request) {
        return switch (request.path()) {
            case "/healthz" -> Answer.text(200, "ok");
            case "/readyz" ->
                watch.ready()
                        ? Answer.text(200, "ok")
                        : Answer.text(503, "The cluster is not known yet (custom resource definition? rights?)");
            default -> Answer.text(404, request.path() + " (expected: /healthz or /readyz)");
        };
    }

    private void clusterChanged() {
        Duty.Begun now = duty;
        if (now != null) {
            now.duty().wake();
        }
    }

    private boolean mayWrite() {
        Leadership now = leadership;
        return now != null && now.held();
    }

    private synchronized void beginDuty() {
        if (duty == null && !closed) {
            Duty.Begun now = Duty.begin(
                    config, cluster, watch, new FencedActions(actions, this::mayWrite), clock, List.copyOf(listening));
            duty = now;
            LOG.atInfo().addKeyValue("ports", now.addresses()).log("Takes agents and connectors");
        }
    }

    private synchronized void endDuty() {
        Duty.Begun now = duty;
        duty = null;
        if (now != null) {
            now.duty().close();
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    static void closeAll(Deque<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).addKeyValue("part", part).log("Cannot close");
            }
        }
        parts.clear();
    }

    /** Gives the Lease back, drains tunnels for at most four seconds, and ends. */
    @Override
    public void close() {
        closed = true;
        closeAll(parts);
        cluster.close();
    }

    /** What the Lease decides about. */
    private final class Work implements Leadership.Work {
        @Override
        public void begin() {
            beginDuty();
        }

        @Override
        public void end() {
            endDuty();
        }
    }

    /** What the webhook knows of workloads. */
    private final class KnownWorkloads implements AdmissionWebhook.Cluster {
        @Override
        public Optional<WorkloadRef> workloadOf(String namespace, String ownerKind, String ownerName) {
            return watch.workloadOf(namespace, ownerKind, ownerName);
        }

        @Override
        public List<ServiceView> services() {
            return watch.services();
        }

        @Override
        public PodSecurity podSecurity(String namespace) {
            return watch.rules().podSecurity(namespace);
        }
    }
}
