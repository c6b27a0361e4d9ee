package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.InterceptEnded;
import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.security.Secrets;
import dev.intercepts.cloud.settings.HostedSettings;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import dev.intercepts.protocol.intercept.Ingress;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes, opens up, closes and removes the preview URLs of intercepts. */
@Service
public class Previews {

    private final PreviewRows rows;
    private final Intercepts intercepts;
    private final OrganizationRules rules;
    private final AuditTrail audit;
    private final Secrets secrets;
    private final HostedSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Previews(
            PreviewRows rows,
            Intercepts intercepts,
            OrganizationRules rules,
            AuditTrail audit,
            Secrets secrets,
            HostedSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.intercepts = intercepts;
        this.rules = rules;
        this.audit = audit;
        this.secrets = secrets;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Makes the preview of an intercept, or changes it: the URL stays.
     *
     * @return empty where the organization has no such intercept
     * @throws NoIngressException where a new preview comes without an ingress
     * @throws OrganizationRules.SharingRefusedException where it is to be public and the organization does not let this person
     * @throws IllegalArgumentException where {@code publicFor} is no duration that can be
     */
    @Transactional
    public Optional<PreviewView> put(Person person, UUID interceptId, PreviewRequest request) {
        return intercepts.find(person.organizationId(), interceptId).map(intercept -> {
            rows.lock(interceptId);
            Preview preview = rows.findById(interceptId).orElseGet(() -> created(person, intercept, request));
            Ingress ingress = request.ingress();
            if (ingress != null) {
                preview.ingress(ingress);
            }
            return changed(person, intercept, preview, request);
        });
    }

    /**
     * Opens the preview up, closes it, or changes what it lets through; its ingress stays. Empty where there is no such intercept,
     * or it has no preview.
     *
     * @throws OrganizationRules.SharingRefusedException where it is to be public and the organization does not let this person
     * @throws IllegalArgumentException where {@code publicFor} is no duration that can be
     */
    @Transactional
    public Optional<PreviewView> change(Person person, UUID interceptId, PreviewRequest request) {
        return intercepts.find(person.organizationId(), interceptId).flatMap(intercept -> {
            rows.lock(interceptId);
            return rows.findById(interceptId).map(preview -> changed(person, intercept, preview, request));
        });
    }

    /** Removes the preview; the intercept goes on. Returns whether there was one. */
    @Transactional
    public boolean remove(Person person, UUID interceptId) {
        Optional<LiveIntercept> intercept = intercepts.find(person.organizationId(), interceptId);
        Optional<Preview> preview = intercept.flatMap(found -> rows.findById(found.id()));
        preview.ifPresent(found -> {
            rows.deleteIfThere(found.interceptId);
            record(person, intercept.orElseThrow(), AuditAction.PREVIEW_REMOVED, "removed the preview of %s");
            events.publishEvent(new PreviewChanged(person.organizationId(), interceptId, found.label));
        });
        return preview.isPresent();
    }

    /** Keeps the preview of an intercept as it is until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(UUID interceptId) {
        rows.lock(interceptId);
    }

    /** The preview of one of the organization's intercepts; empty where there is none of either. */
    @Transactional(readOnly = true)
    public Optional<PreviewView> find(UUID organizationId, UUID interceptId) {
        return intercepts
                .find(organizationId, interceptId)
                .flatMap(intercept -> rows.findById(interceptId))
                .map(this::view);
    }

    /** The previews of intercepts, by the intercept's id; one query for all of them. */
    @Transactional(readOnly = true)
    public Map<UUID, PreviewView> of(Collection<UUID> interceptIds) {
        return rows.findAllById(interceptIds).stream()
                .collect(Collectors.toMap(preview -> preview.interceptId, this::view));
    }

    @EventListener
    @Transactional
    void interceptEnded(InterceptEnded ended) {
        rows.findById(ended.interceptId()).ifPresent(preview -> {
            rows.deleteIfThere(preview.interceptId);
            events.publishEvent(new PreviewChanged(ended.organizationId(), ended.interceptId(), preview.label));
        });
    }

    private PreviewView changed(Person person, LiveIntercept intercept, Preview preview, PreviewRequest request) {
        Access access = request.access();
        if (access == Access.PRIVATE && preview.access == Access.PUBLIC) {
            preview.access = Access.PRIVATE;
            preview.publicUntil = null;
            record(person, intercept, AuditAction.PREVIEW_MADE_PRIVATE, "made the preview of %s private");
        } else if (access == Access.PUBLIC && (request.publicFor() != null || !preview.isPublic(clock.instant()))) {
            opened(person, intercept, preview, PublicFor.parse(request.publicFor()));
        }
        Boolean preflights = request.corsPreflights();
        if (preflights != null && preflights != preview.corsPreflights) {
            preview.corsPreflights = preflights;
            record(
                    person,
                    intercept,
                    AuditAction.PREVIEW_CHANGED,
                    preflights
                            ? "let CORS preflights through to the preview of %s"
                            : "no longer lets CORS preflights through to the preview of %s");
        }
        rows.save(preview);
        events.publishEvent(new PreviewChanged(intercept.organizationId(), intercept.id(), preview.label));
        return view(preview);
    }

    private void opened(Person person, LiveIntercept intercept, Preview preview, PublicFor publicFor) {
        rules.demandMayShare(person);
        Instant until = publicFor
                .until(clock.instant(), rules.settings(person.organizationId()))
                .orElse(null);
        preview.access = Access.PUBLIC;
        preview.publicUntil = until;
        record(
                person,
                intercept,
                AuditAction.PREVIEW_MADE_PUBLIC,
                "made the preview of %s public" + (until == null ? "" : " until " + until));
    }

    private Preview created(Person person, LiveIntercept intercept, PreviewRequest request) {
        if (request.ingress() == null) {
            throw new NoIngressException(intercept.name());
        }
        Preview preview = new Preview();
        preview.interceptId = intercept.id();
        preview.organizationId = intercept.organizationId();
        preview.label = secrets.label();
        preview.access = Access.PRIVATE;
        preview.createdAt = clock.instant();
        record(person, intercept, AuditAction.PREVIEW_CREATED, "made a preview URL of %s");
        return preview;
    }

    private void record(Person person, LiveIntercept intercept, AuditAction action, String did) {
        audit.record(
                person.organizationId(),
                person.login(),
                action,
                intercept.id(),
                person.name() + " " + did.formatted(intercept.name()));
    }

    private PreviewView view(Preview preview) {
        boolean open = preview.isPublic(clock.instant());
        Instant until = open ? preview.publicUntil : null;
        return new PreviewView(
                settings.previewUrl(preview.label),
                open ? Access.PUBLIC : Access.PRIVATE,
                preview.ingress(),
                until == null ? null : until.toString(),
                preview.corsPreflights);
    }

    /** A preview needs to know where its requests enter the cluster. */
    public static final class NoIngressException extends RuntimeException {
        NoIngressException(String name) {
            super("preview of " + name
                    + ": ingress is missing (expected: host, port, tls and, where it differs, l5Host)");
        }
    }
}
