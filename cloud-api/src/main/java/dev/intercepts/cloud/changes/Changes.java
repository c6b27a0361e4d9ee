package dev.intercepts.cloud.changes;

import dev.intercepts.cloud.audit.Audited;
import dev.intercepts.cloud.clusters.ClusterReported;
import dev.intercepts.cloud.identity.CredentialEnded;
import dev.intercepts.cloud.identity.MembershipEnded;
import dev.intercepts.cloud.intercepts.InterceptChanged;
import dev.intercepts.cloud.intercepts.InterceptEnded;
import dev.intercepts.cloud.previews.PreviewChanged;
import dev.intercepts.cloud.previews.PublicPreviewsClosed;
import dev.intercepts.cloud.sessions.SessionsChanged;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Hands each committed change to the streams of those who watch the organization. */
@Service
public class Changes {

    private final Map<UUID, Set<ChangeStream>> streams = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * A stream of server-sent events.
     *
     * @param organizationId whose changes
     * @param stillAllowed asked before each event and heartbeat; the stream ends when it says no
     * @param event turns a change into an event, or into {@code null} where this watcher is not concerned; called on the
     *     stream's own virtual thread
     */
    public SseEmitter stream(
            UUID organizationId,
            Predicate<UUID> stillAllowed,
            Function<Change, SseEmitter.@Nullable SseEventBuilder> event) {
        ChangeStream stream = new ChangeStream(() -> stillAllowed.test(organizationId), event);
        streams.computeIfAbsent(organizationId, key -> ConcurrentHashMap.newKeySet())
                .add(stream);
        if (stopping) {
            stream.close();
        }
        return stream.start(() -> {
            Set<ChangeStream> watching = streams.get(organizationId);
            if (watching != null) {
                watching.remove(stream);
            }
        });
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(InterceptChanged changed) {
        tell(new Change.Intercepted(changed.organizationId(), changed.interceptId()));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(PreviewChanged changed) {
        tell(new Change.Intercepted(changed.organizationId(), changed.interceptId()));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(PublicPreviewsClosed closed) {
        closed.labels().keySet().forEach(id -> tell(new Change.Intercepted(closed.organizationId(), id)));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(InterceptEnded ended) {
        tell(new Change.Ended(ended.organizationId(), ended.clusterId(), ended.interceptId(), ended.by()));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(ClusterReported reported) {
        tell(new Change.Reported(reported.organizationId(), reported.clusterId()));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(Audited audited) {
        tell(new Change.Audited(audited.organizationId(), audited.action()));
    }

    @EventListener
    void on(SessionsChanged changed) {
        tell(new Change.Sessions(changed.organizationId()));
    }

    /** Somebody signed out, or a login or key was revoked: their streams end now and not at the next heartbeat. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(CredentialEnded ended) {
        recheck(ended.organizationId());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(MembershipEnded ended) {
        recheck(ended.organizationId());
    }

    /** Ends all streams, and each that is asked for from now on: the web server waits for them before any bean is destroyed. */
    @EventListener
    void stopping(ContextClosedEvent event) {
        stopping = true;
        streams.values().forEach(watching -> watching.forEach(ChangeStream::close));
    }

    private void recheck(UUID organizationId) {
        streams.getOrDefault(organizationId, Set.of()).forEach(ChangeStream::recheck);
    }

    private void tell(Change change) {
        streams.getOrDefault(change.organizationId(), Set.of()).forEach(stream -> stream.offer(change));
    }
}
