package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.intercepts.InterceptChanged;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Map<String, PreviewTarget> byLabel = new ConcurrentHashMap<>();
    private final PreviewRows rows;
    private final Intercepts intercepts;
    private final People people;
    private final TransactionOperations transactions;

    RememberedPreviews(
            PreviewRows rows, Intercepts intercepts, People people, PlatformTransactionManager transactionManager) {
        this.rows = rows;
        this.intercepts = intercepts;
        this.people = people;
        // After a commit its transaction is still bound to the thread; only a new one reads.
        TransactionTemplate template = new TransactionTemplate(transactionManager);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        template.setReadOnly(true);
        this.transactions = template;
    }

    @Override
    public Optional<PreviewTarget> find(String label) {
        return Optional.ofNullable(byLabel.get(label));
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

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(InterceptChanged change) {
        byLabel.values().stream()
                .filter(target ->
                        target.interceptId().equals(change.interceptId().toString()))
                .map(PreviewTarget::label)
                .findFirst()
                .ifPresent(this::read);
    }

    private void read(String label) {
        Optional<PreviewTarget> target = transactions.execute(status -> target(label));
        if (target != null && target.isPresent()) {
            byLabel.put(label, target.get());
        } else {
            byLabel.remove(label);
        }
    }

    private Optional<PreviewTarget> target(String label) {
        return rows.findByLabel(label)
                .flatMap(preview -> intercepts.live(preview.interceptId).map(intercept -> target(preview, intercept)));
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
}
