package dev.intercepts.cloud.clusters;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "clusters")
@DynamicUpdate
@NullUnmarked
class Cluster {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    /** Of the namespace kube-system. */
    String uid;

    String name;

    @Column(name = "token_hash")
    String tokenHash;

    @Column(name = "manager_version")
    String managerVersion;

    @Column(name = "reported_at")
    Instant reportedAt;

    /** Since when it has reported and had a tunnel without a break; {@code null} while its tunnels are gone. */
    @Column(name = "connected_since")
    Instant connectedSince;

    /** {@code null} while its token is good. */
    @Column(name = "revoked_at")
    Instant revokedAt;

    @Column(name = "created_at")
    Instant createdAt;
}
