package dev.intercepts.cloud.previews;

import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;

@Entity
@Table(name = "previews")
@DynamicUpdate
@NullUnmarked
class Preview {

    @Id
    @Column(name = "intercept_id")
    UUID interceptId;

    @Column(name = "organization_id")
    UUID organizationId;

    String label;

    @Enumerated(EnumType.STRING)
    Access access;

    @Column(name = "ingress_host")
    String ingressHost;

    @Column(name = "ingress_port")
    int ingressPort;

    @Column(name = "ingress_tls")
    boolean ingressTls;

    @Column(name = "l5_host")
    String l5Host;

    /** From when on a public one is private, or {@code null}. */
    @Column(name = "public_until")
    Instant publicUntil;

    @Column(name = "cors_preflights")
    boolean corsPreflights;

    @Column(name = "created_at")
    Instant createdAt;

    boolean isPublic(Instant now) {
        return access == Access.PUBLIC && (publicUntil == null || now.isBefore(publicUntil));
    }

    Ingress ingress() {
        return new Ingress(ingressHost, ingressPort, ingressTls, l5Host);
    }

    void ingress(Ingress ingress) {
        ingressHost = ingress.host();
        ingressPort = ingress.port();
        ingressTls = ingress.tls();
        l5Host = ingress.l5Host();
    }
}
