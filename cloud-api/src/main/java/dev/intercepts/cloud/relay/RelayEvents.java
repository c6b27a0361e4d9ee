package dev.intercepts.cloud.relay;

import dev.intercepts.cloud.clusters.ClusterTokenReplaced;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.CredentialEnded;
import dev.intercepts.cloud.identity.Credentials;
import dev.intercepts.cloud.sessions.LiveSessions;
import dev.intercepts.cloud.sessions.SessionsChanged;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Joins the relay to the rest of the service: says which sessions are there, and acts on what ends a tunnel's right. */
@Component
class RelayEvents implements LiveSessions {

    private static final Logger log = LoggerFactory.getLogger(RelayEvents.class);

    private final Relay relay;
    private final RelaySettings settings;
    private final Credentials credentials;
    private final Clusters clusters;
    private final ApplicationEventPublisher events;

    RelayEvents(
            Relay relay,
            RelaySettings settings,
            Credentials credentials,
            Clusters clusters,
            ApplicationEventPublisher events) {
        this.relay = relay;
        this.settings = settings;
        this.credentials = credentials;
        this.clusters = clusters;
        this.events = events;
    }

    @Override
    public List<String> of(UUID organizationId) {
        return relay.sessions(organizationId.toString());
    }

    /** Before the edge starts on the same event, so that nobody gets into a revoked cluster meanwhile. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(0)
    void start() {
        readRevoked();
    }

    @EventListener
    void changed(TunnelEvent event) {
        switch (event) {
            case TunnelEvent.SessionConnected session -> announce(session.organizationId());
            case TunnelEvent.SessionDisconnected session -> announce(session.organizationId());
            case TunnelEvent.ClusterConnected cluster -> clusters.found(UUID.fromString(cluster.clusterId()));
            case TunnelEvent.ClusterDisconnected cluster -> clusters.lost(UUID.fromString(cluster.clusterId()));
        }
    }

    private void announce(String organizationId) {
        events.publishEvent(new SessionsChanged(UUID.fromString(organizationId)));
    }

    /** Signed out, or revoked: the laptops that it let in are let in no more. */
    @TransactionalEventListener(fallbackExecution = true)
    void ended(CredentialEnded ended) {
        relay.disconnect(ended.credential().toString());
    }

    /** A tunnel lives longer than the token that it was dialled with, so its right is asked for again. */
    @Scheduled(fixedDelayString = "${intercepts.tunnel.recheck:30s}")
    void recheck() {
        readRevoked();
        for (String credential : relay.credentials()) {
            if (credentials.holder(Credential.parse(credential)).isEmpty()) {
                log.atInfo().addKeyValue("credential", credential).log("the right to a tunnel has ended");
                relay.disconnect(credential);
            }
        }
    }

    @TransactionalEventListener(fallbackExecution = true)
    void replaced(ClusterTokenReplaced replaced) {
        readRevoked();
        relay.disconnectCluster(replaced.clusterId().toString());
    }

    /** One at a time, so that what was read last is what holds. */
    private synchronized void readRevoked() {
        relay.revoke(clusters.revoked());
    }

    /** Before the beans go, so that streams that are under way can still be served. */
    @EventListener
    void stopping(ContextClosedEvent event) {
        try {
            relay.drain(settings.drain()).toCompletableFuture().join();
        } catch (CompletionException e) {
            log.atWarn().setCause(e).log("tunnels were not drained");
        }
    }
}
