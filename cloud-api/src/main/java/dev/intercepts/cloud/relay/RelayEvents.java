package dev.intercepts.cloud.relay;

import dev.intercepts.cloud.clusters.ClusterTokenReplaced;
import dev.intercepts.cloud.sessions.LiveSessions;
import dev.intercepts.cloud.sessions.SessionsChanged;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Joins the relay to the rest of the service: says which sessions are there, and acts on what ends a tunnel's right. */
@Component
class RelayEvents implements LiveSessions {

    private static final Logger log = LoggerFactory.getLogger(RelayEvents.class);

    private final Relay relay;
    private final RelaySettings settings;
    private final ApplicationEventPublisher events;

    RelayEvents(Relay relay, RelaySettings settings, ApplicationEventPublisher events) {
        this.relay = relay;
        this.settings = settings;
        this.events = events;
    }

    @Override
    public List<String> of(UUID organizationId) {
        return relay.sessions(organizationId.toString());
    }

    @EventListener
    void changed(TunnelEvent event) {
        switch (event) {
            case TunnelEvent.SessionConnected session -> announce(session.organizationId());
            case TunnelEvent.SessionDisconnected session -> announce(session.organizationId());
            case TunnelEvent.ClusterConnected ignored -> {}
            case TunnelEvent.ClusterDisconnected ignored -> {}
        }
    }

    private void announce(String organizationId) {
        events.publishEvent(new SessionsChanged(UUID.fromString(organizationId)));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void replaced(ClusterTokenReplaced replaced) {
        relay.disconnectCluster(replaced.clusterId().toString());
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
