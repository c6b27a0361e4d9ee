package dev.intercepts.connector.daemon;

import dev.intercepts.connector.files.State;
import dev.intercepts.connector.forward.ManagerForward;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.Intercepts;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.connector.kube.Workloads;
import dev.intercepts.connector.link.ManagerApi;
import dev.intercepts.connector.link.ManagerLink;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The laptop's presence in one cluster: the client, the direct tunnels, and a watch on each namespace it intercepts in. */
final class ClusterSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSession.class);

    private final Cluster cluster;
    private final String uid;
    private final Intercepts intercepts;
    private final Workloads workloads;
    private final ManagerForward forward;
    private final ManagerLink link;
    private final ManagerApi api;
    private final WebhookLook webhook;
    private final OwnIntercepts own;
    private final String sessionId;
    private final Map<String, AutoCloseable> watches = new ConcurrentHashMap<>();
    private volatile @Nullable String namespace;

    ClusterSession(
            Cluster cluster,
            String uid,
            ManagerForward forward,
            ManagerLink link,
            OwnIntercepts own,
            String sessionId) {
        this.cluster = cluster;
        this.uid = uid;
        this.intercepts = new Intercepts(cluster);
        this.workloads = new Workloads(cluster);
        this.forward = forward;
        this.link = link;
        this.api = new ManagerApi(cluster);
        this.webhook = new WebhookLook(cluster);
        this.own = own;
        this.sessionId = sessionId;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Where workloads are looked for unless another namespace is named. */
    String namespace() {
        String chosen = namespace;
        return chosen != null ? chosen : cluster.namespace();
    }

    /** Has workloads looked for in another one. */
    void use(String another) {
        namespace = another;
    }

    /** What identifies the cluster for good. */
    String uid() {
        return uid;
    }

    Intercepts intercepts() {
        return intercepts;
    }

    Workloads workloads() {
        return workloads;
    }

    ManagerLink link() {
        return link;
    }

    ManagerApi api() {
        return api;
    }

    WebhookLook webhook() {
        return webhook;
    }

    /** Follows what becomes of this laptop's intercepts in a namespace; once. */
    void watch(String namespace) {
        watches.computeIfAbsent(
                namespace,
                name -> intercepts.watch(name, new Intercepts.Watcher() {
                    @Override
                    public void present(StoredIntercept stored) {
                        if (stored.spec().sessionId().equals(sessionId)) {
                            own.seen(stored);
                        } else {
                            takenOver(stored);
                        }
                    }

                    @Override
                    public void gone(StoredIntercept last) {
                        if (last.spec().sessionId().equals(sessionId) && own.endedBy(last.key(), by(last.endedBy()))) {
                            LOG.atInfo()
                                    .addKeyValue("intercept", last.key())
                                    .addKeyValue("by", by(last.endedBy()))
                                    .log("intercept ended");
                        }
                    }
                }));
    }

    /** Compares what the laptop thinks it intercepts with what the cluster has, and watches from then on. */
    void resume() {
        for (State.Intercept intercept : own.all()) {
            var stored = intercepts.find(intercept.namespace(), intercept.name());
            if (stored.isEmpty()) {
                own.endedBy(intercept.key(), "someone while this laptop was away");
            } else if (stored.get().spec().sessionId().equals(sessionId)) {
                own.seen(stored.get());
                watch(intercept.namespace());
            } else {
                takenOver(stored.get());
            }
        }
    }

    private void takenOver(StoredIntercept stored) {
        own.endedBy(stored.key(), Intercepts.takenOverBy(stored.spec().owner()));
    }

    private static String by(@Nullable String endedBy) {
        return endedBy == null ? "someone with access to the cluster" : endedBy;
    }

    @Override
    public void close() {
        watches.values().forEach(ClusterSession::closeQuietly);
        watches.clear();
        link.close();
        closeQuietly(forward);
        cluster.close();
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("already closed");
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("not closed");
        }
    }
}
