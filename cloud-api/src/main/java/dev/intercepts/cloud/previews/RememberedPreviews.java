package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.intercepts.InterceptChanged;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
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

    private static final Logger log = LoggerFactory.getLogger(RememberedPreviews.class);

    /** How many are read at once when the service starts. */
    private static final int PAGE = 1000;

    private final Map<String, Remembered> byLabel = new ConcurrentHashMap<>();
    private final LabelsOfIntercepts labels = new LabelsOfIntercepts();
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    private volatile boolean allRead;
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
        String last = "";
        List<Preview> page;
        do {
            page = readPage(last);
            last = page.isEmpty() ? last : page.getLast().label;
        } while (page.size() == PAGE);
        allRead = true;
        readAgain();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(PreviewChanged change) {
        // Before it is read: an intercept that changes meanwhile has it read again.
        labels.add(change.interceptId(), change.label());
        read(change.label());
        if (!byLabel.containsKey(change.label()) && !again.contains(change.label())) {
            labels.remove(change.interceptId(), change.label());
        }
    }

    /** At once, without the database, so that it does not matter how many there are; they are read a moment later. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(PublicPreviewsClosed closed) {
        closed.labels().values().forEach(label -> {
            noteUntilAllAreRead(label);
            byLabel.computeIfPresent(label, (same, remembered) -> remembered.closed());
            // Somebody may have opened it again, and have been heard of before.
            again.add(label);
        });
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(InterceptChanged change) {
        labels.of(change.interceptId()).forEach(this::read);
    }

    /** Reads what changed while all were read, what could not be read, and what was closed with all others. */
    @Scheduled(fixedDelay = 1_000)
    void readAgain() {
        if (allRead) {
            // A copy: what cannot be read this time either is added again.
            for (String label : Set.copyOf(again)) {
                again.remove(label);
                read(label);
            }
        }
    }

    private List<Preview> readPage(String last) {
        return Objects.requireNonNull(transactions.execute(status -> {
            List<Preview> page = rows.findByLabelGreaterThanOrderByLabel(last, Limit.of(PAGE));
            page.forEach(preview -> labels.add(preview.interceptId, preview.label));
            byLabel.putAll(remembered(page));
            return page;
        }));
    }

    /**
     * Reads one and takes note of it in one step: of two that read the same label the later one has read what was committed later.
     * Where it cannot be read it is for members only, until it can be: perhaps that is what has changed.
     */
    private void read(String label) {
        noteUntilAllAreRead(label);
        try {
            byLabel.compute(label, (same, before) -> transactions.execute(status -> fromDatabase(label)));
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a preview could not be read; until it can be it is private");
            byLabel.computeIfPresent(label, (same, remembered) -> remembered.closed());
            again.add(label);
        }
    }

    /** What changes while all are read may have been read before it changed, and be remembered after. */
    private void noteUntilAllAreRead(String label) {
        if (!allRead) {
            again.add(label);
        }
    }

    private @Nullable Remembered fromDatabase(String label) {
        return remembered(rows.findByLabel(label).stream().toList()).get(label);
    }

    /** Those whose intercepts have not ended, by label; the same number of queries however many there are. */
    private Map<String, Remembered> remembered(List<Preview> previews) {
        Map<UUID, LiveIntercept> live = new HashMap<>();
        intercepts
                .live(previews.stream().map(preview -> preview.interceptId).toList())
                .forEach(intercept -> live.put(intercept.id(), intercept));
        Map<UUID, String> organizations = people.organizationNames(
                live.values().stream().map(LiveIntercept::organizationId).collect(Collectors.toSet()));
        Map<UUID, String> owners = new HashMap<>();
        people.profiles(live.values().stream().map(LiveIntercept::ownerId).collect(Collectors.toSet()))
                .forEach(owner -> owners.put(owner.id(), owner.name()));
        Map<String, Remembered> remembered = new HashMap<>();
        for (Preview preview : previews) {
            LiveIntercept intercept = live.get(preview.interceptId);
            if (intercept != null) {
                PreviewTarget target = target(
                        preview,
                        intercept,
                        organizations.getOrDefault(intercept.organizationId(), ""),
                        owners.getOrDefault(intercept.ownerId(), ""));
                remembered.put(preview.label, Remembered.of(target, preview.publicUntil));
            }
        }
        return remembered;
    }

    private static PreviewTarget target(
            Preview preview, LiveIntercept intercept, String organizationName, String ownerName) {
        return new PreviewTarget(
                preview.label,
                preview.access,
                intercept.organizationId().toString(),
                organizationName,
                intercept.clusterId().toString(),
                intercept.id().toString(),
                intercept.namespace() + "/" + intercept.name(),
                preview.ingress(),
                intercept.previewHeaders(),
                ownerName,
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
