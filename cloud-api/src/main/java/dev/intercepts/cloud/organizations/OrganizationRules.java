package dev.intercepts.cloud.organizations;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.audit.AuditTrail;
import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What organizations have decided, who may decide it, and what follows for their members. */
@Service
public class OrganizationRules {

    private final SettingsRows rows;
    private final People people;
    private final AuditTrail audit;
    private final Clock clock;

    OrganizationRules(SettingsRows rows, People people, AuditTrail audit, Clock clock) {
        this.rows = rows;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
    }

    /** What an organization has decided, or the default. */
    @Transactional(readOnly = true)
    public OrganizationSettings settings(UUID organizationId) {
        return rows.findById(organizationId).map(SettingsRow::settings).orElse(OrganizationSettings.DEFAULT);
    }

    /** Keeps what an organization has decided as it is until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(UUID organizationId) {
        rows.lock(organizationId);
    }

    /** Whether somebody may decide: owners may, and everybody for their own account. */
    @Transactional(readOnly = true)
    public boolean mayChange(Person person) {
        return people.isOwner(person.userId(), person.organizationId());
    }

    /**
     * Changes what an organization has decided.
     *
     * @throws NotOwnerException where the person is no owner
     */
    @Transactional
    public OrganizationSettings change(Person person, OrganizationSettings wanted) {
        if (!mayChange(person)) {
            throw new NotOwnerException(person.organization());
        }
        rows.lock(person.organizationId());
        SettingsRow row = rows.findById(person.organizationId()).orElseGet(SettingsRow::new);
        boolean known = row.organizationId != null;
        if ((known ? row.settings() : OrganizationSettings.DEFAULT).equals(wanted)) {
            return wanted;
        }
        Duration publicFor = wanted.publicFor();
        row.organizationId = person.organizationId();
        row.publicPreviews = wanted.publicPreviews();
        row.publicForSeconds = publicFor == null ? null : publicFor.toSeconds();
        row.changedAt = clock.instant();
        rows.save(row);
        audit.record(
                person.organizationId(),
                person.login(),
                AuditAction.SETTINGS_CHANGED,
                person.organizationId(),
                person.name() + " changed the settings: " + inWords(wanted));
        return wanted;
    }

    /** Whether somebody may make a preview of theirs or of a colleague public. */
    @Transactional(readOnly = true)
    public boolean mayShare(Person person) {
        return switch (settings(person.organizationId()).publicPreviews()) {
            case EVERYBODY -> true;
            case OWNERS -> people.isOwner(person.userId(), person.organizationId());
            case NOBODY -> false;
        };
    }

    /**
     * Stops whoever may not make a preview public.
     *
     * @throws SharingRefusedException that says who may
     */
    @Transactional(readOnly = true)
    public void demandMayShare(Person person) {
        if (!mayShare(person)) {
            boolean nobody =
                    settings(person.organizationId()).publicPreviews() == OrganizationSettings.WhoMayShare.NOBODY;
            throw new SharingRefusedException(person.organization(), nobody);
        }
    }

    private static String inWords(OrganizationSettings settings) {
        String who = switch (settings.publicPreviews()) {
            case EVERYBODY -> "every member may make previews public";
            case OWNERS -> "owners may make previews public";
            case NOBODY -> "nobody may make previews public";
        };
        return who + ", " + inWords(settings.publicFor());
    }

    private static String inWords(@Nullable Duration publicFor) {
        return publicFor == null ? "without an end by default" : "for " + Spans.words(publicFor) + " by default";
    }

    /** Only owners may decide for an organization. */
    public static final class NotOwnerException extends RuntimeException {
        NotOwnerException(String organization) {
            super("The settings of " + organization + " are for its owners to change; at GitHub you are a member");
        }
    }

    /** The organization does not let this person make previews public. */
    public static final class SharingRefusedException extends RuntimeException {
        SharingRefusedException(String organization, boolean nobody) {
            super(
                    nobody
                            ? organization + " allows nobody to make previews public; its owners can change that in the"
                                    + " dashboard, under Settings"
                            : organization
                                    + " allows only its owners to make previews public; ask one of them to do it");
        }
    }
}
