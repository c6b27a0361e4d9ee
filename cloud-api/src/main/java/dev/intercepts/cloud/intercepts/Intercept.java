package dev.intercepts.cloud.intercepts;

import dev.intercepts.protocol.intercept.InterceptState;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "intercepts")
@DynamicUpdate
@NullUnmarked
class Intercept {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    @Column(name = "cluster_id")
    UUID clusterId;

    @Column(name = "owner_id")
    UUID ownerId;

    String namespace;
    String name;
    String workload;
    String service;
    String mechanism;

    @Column(name = "match_lines")
    @Convert(converter = JsonColumns.Lines.class)
    List<String> match;

    @Column(name = "preview_headers")
    @Convert(converter = JsonColumns.Headers.class)
    Map<String, String> previewHeaders;

    String target;
    String laptop;

    @Column(name = "session_id")
    String sessionId;

    @Enumerated(EnumType.STRING)
    InterceptState state;

    String message;

    @Column(name = "created_at")
    Instant createdAt;

    /** Whether the cluster has ever told of it: what was told of and is no more has ended. */
    boolean reported;

    @Column(name = "ended_at")
    Instant endedAt;

    @Column(name = "ended_by")
    String endedBy;

    /** Whether the cluster has still to be told that it ended here. */
    @Column(name = "order_open")
    boolean orderOpen;
}
