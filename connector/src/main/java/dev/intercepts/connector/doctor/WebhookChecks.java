package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Finding;
import org.jspecify.annotations.Nullable;

/** Whether pods get their agents; asked by {@code doctor}, {@code intercept} and {@code status}. */
public final class WebhookChecks {

    private static final String CHECK = "webhook";

    private static final String WRITTEN =
            "the Traffic Manager writes it within seconds; else see the log of deployment/traffic-manager";

    private WebhookChecks() {}

    /**
     * How it stands.
     *
     * @param webhook {@code null} where it may not be looked at
     */
    public static Finding of(ClusterFacts.@Nullable Webhook webhook) {
        if (webhook == null) {
            return Finding.ok(CHECK, "you may not look at its configuration; the Traffic Manager does");
        }
        if (!webhook.present()) {
            return Finding.fail(
                    CHECK, "its configuration is not there: new pods get no Traffic Agent", ClusterChecks.PUT_BACK);
        }
        if (Boolean.FALSE.equals(webhook.service())) {
            return Finding.fail(
                    CHECK,
                    "the Service that it names is not there: new pods get no Traffic Agent",
                    "an administrator runs `telepresence uninstall --everything` and `telepresence connect`");
        }
        if (webhook.ready() == 0) {
            return Finding.fail(
                    CHECK, "no pod answers for it: new pods get no Traffic Agent", "mend the Traffic Manager first");
        }
        if (!webhook.authority()) {
            return Finding.fail(
                    CHECK,
                    "its configuration names no certificate authority: the API server does not trust it",
                    WRITTEN);
        }
        if (Boolean.FALSE.equals(webhook.authorityMatches())) {
            return Finding.fail(
                    CHECK, "its configuration names another certificate authority than the Traffic Manager's", WRITTEN);
        }
        return Finding.ok(
                CHECK,
                webhook.authorityMatches() == null
                        ? "is configured, %d pods answer; you may not compare its certificate"
                                .formatted(webhook.ready())
                        : "is configured with the Traffic Manager's certificate authority, %d pods answer"
                                .formatted(webhook.ready()));
    }
}
