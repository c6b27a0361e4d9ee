package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.intercepts.InterceptChanged;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** All previews in memory, as the database has them: read at the start, and again what a committed change was about. */
@Component
class RememberedPreviews implements PreviewDirectory {

    private final Map<String, Remembered> byLabel = new ConcurrentHashMap<>();
    private final PreviewRows rows;
    private final Intercepts intercepts;
    private final People people;
    private final Clock clock;
    private final TransactionOperations transactions;

    RememberedPreviews(
            PreviewRows rows,
            Intercepts intercepts,
            People people,
            Clock clock,
            PlatformTransactionManager transactionManager) {
        this.rows = rows;
        this.intercepts = intercepts;
        this.people = people;
        this.clock = clock;
        // After a commit its transaction is still bound to the thread; only a new one reads.
        TransactionTemplate template = new TransactionTemplate(transactionManager);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        template.setReadOnly(true);
        this.transactions = template;
    }

    @Override
    public Optional<PreviewTarget> find(String label) {
        Remembered remembered = byLabel.get(label);
        return remembered == null ? Optional.empty() : Optional.of(remembered.at(clock.instant()));
    }

    /** Before the edge starts on the same event, so that no preview is unknown to it. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(0)
    void readAll() {
        rows.findAll().forEach(preview -> read(preview.label));
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(PreviewChanged change) {
        read(change.label());
    }

    /** Without the database, so that it does not matter how many there are. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(PublicPreviewsClosed closed) {
        Set<String> ids = closed.interceptIds().stream().map(UUID::toString).collect(Collectors.toSet());
        byLabel.replaceAll((label, remembered) ->
                ids.contains(remembered.target().interceptId()) ? remembered.closed() : remembered);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(InterceptChanged change) {
        byLabel.values().stream()
                .map(Remembered::target)
                .filter(target ->
                        target.interceptId().equals(change.interceptId().toString()))
                .map(PreviewTarget::label)
                .findFirst()
                .ifPresent(this::read);
    }

    private void read(String label) {
        Optional<Remembered> found = transactions.execute(status -> remembered(label));
        if (found != null && found.isPresent()) {
            byLabel.put(label, found.get());
        } else {
            byLabel.remove(label);
        }
    }

    private Optional<Remembered> remembered(String label) {
        return rows.findByLabel(label)
                .flatMap(preview -> intercepts
                        .live(preview.interceptId)
                        .map(intercept -> Remembered.of(target(preview, intercept), preview.publicUntil)));
    }

    private PreviewTarget target(Preview preview, LiveIntercept intercept) {
        UUID organizationId = intercept.organizationId();
        return new PreviewTarget(
                preview.label,
                preview.access,
                organizationId.toString(),
                people.organizationName(organizationId),
                intercept.clusterId().toString(),
                intercept.id().toString(),
                intercept.namespace() + "/" + intercept.name(),
                preview.ingress(),
                intercept.previewHeaders(),
                people.profile(intercept.ownerId()).map(People.Profile::name).orElse(""),
                intercept.sessionId(),
                intercept.state(),
                preview.corsPreflights);
    }

    /**
     * A preview as it is, and as it will be when it is public no more.
     *
     * @param whenClosed the same object as {@code target} where it is private already
     * @param publicUntil when that will be, or {@code null}
     */
    private record Remembered(
            PreviewTarget target,
            PreviewTarget whenClosed,
            @Nullable Instant publicUntil) {

        static Remembered of(PreviewTarget target, @Nullable Instant publicUntil) {
            return new Remembered(target, target.access() == Access.PRIVATE ? target : target.privately(), publicUntil);
        }

        PreviewTarget at(Instant now) {
            return publicUntil == null || now.isBefore(publicUntil) ? target : whenClosed;
        }

        Remembered closed() {
            return new Remembered(whenClosed, whenClosed, null);
        }
    }
}
