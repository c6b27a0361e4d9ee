package dev.intercepts.manager.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookCertificateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final WebhookCertificate certificate =
            WebhookCertificate.generate("traffic-manager", "intercepts", NOW, new SecureRandom());

    @Test
    void comesBackFromItsSecret() {
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), NOW)).contains(certificate);
    }

    @Test
    void isMadeAnewAYearBeforeItsEnd() {
        Instant lastGoodDay = NOW.plus(Duration.ofDays(4 * 365 - 1));
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), lastGoodDay))
                .isPresent();
        assertThat(WebhookCertificate.ofSecret(certificate.toSecret(), lastGoodDay.plus(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void aSecretThatIsNotOneIsReplaced() {
        assertThat(WebhookCertificate.ofSecret(Map.of(), NOW)).isEmpty();
        assertThat(WebhookCertificate.ofSecret(Map.of("tls.crt", "x", "tls.key", "x", "ca.crt", "x"), NOW))
                .isEmpty();
    }

    @Test
    void doesNotShowItsKey() {
        assertThat(certificate.toString()).doesNotContain("PRIVATE");
        assertThat(certificate.key()).contains("PRIVATE");
    }
}
