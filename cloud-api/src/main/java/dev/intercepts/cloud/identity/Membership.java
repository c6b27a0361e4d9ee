package dev.intercepts.cloud.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** GitHub said at {@code confirmedAt} that the user belongs to the organization. */
@Entity
@Table(name = "memberships")
@IdClass(Membership.Key.class)
@NullUnmarked
class Membership {

    @Id
    @Column(name = "user_id")
    UUID userId;

    @Id
    @Column(name = "organization_id")
    UUID organizationId;

    @Column(name = "confirmed_at")
    Instant confirmedAt;

    /** Whether GitHub calls them an owner of it; of their own account everybody is. */
    boolean owner;

    static Membership of(Key key, Instant confirmedAt, boolean owner) {
        Membership membership = new Membership();
        membership.userId = key.userId();
        membership.organizationId = key.organizationId();
        membership.confirmedAt = confirmedAt;
        membership.owner = owner;
        return membership;
    }

    record Key(UUID userId, UUID organizationId) implements Serializable {}
}
