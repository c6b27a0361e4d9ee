package dev.intercepts.manager.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookCertificateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final String HOST = "traffic-manager-webhook.intercepts.svc";

    private final WebhookCertificate certificate = WebhookCertificate.generate(
            List.of("traffic-manager-webhook", "traffic-manager"), "intercepts", NOW, new SecureRandom());

    @Test
    void comesBackFromItsSecret() {
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), HOST, NOW))
                .contains(certificate);
    }

    @Test
    void isMadeAnewAYearBeforeItsEnd() {
        Instant lastGoodDay = NOW.plus(Duration.ofDays(4 * 365 - 1));
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), HOST, lastGoodDay))
                .isPresent();
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), HOST, lastGoodDay.plus(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void isMadeAnewForAnotherName() {
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), "other.intercepts.svc", NOW))
                .isEmpty();
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), "traffic-manager.intercepts.svc", NOW))
                .isPresent();
    }

    @Test
    void aSecretThatIsNotOneIsReplaced() {
        assertThat(WebhookCertificate.ofSecret(Map.of(), HOST, NOW)).isEmpty();
        assertThat(WebhookCertificate.ofSecret(Map.of("tls.crt", "x", "tls.key", "x", "ca.crt", "x"), HOST, NOW))
                .isEmpty();
    }

    @Test
    void doesNotShowItsKey() {
        assertThat(certificate.toString()).doesNotContain("PRIVATE");
        assertThat(certificate.key()).contains("PRIVATE");
    }
}
