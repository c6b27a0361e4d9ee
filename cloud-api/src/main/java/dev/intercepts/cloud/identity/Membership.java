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

    static Membership of(Key key, Instant confirmedAt) {
        Membership membership = new Membership();
        membership.userId = key.userId();
        membership.organizationId = key.organizationId();
        membership.confirmedAt = confirmedAt;
        return membership;
    }

    record Key(UUID userId, UUID organizationId) implements Serializable {}
}
