package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import org.jspecify.annotations.Nullable;

/** What a preview URL adds to the specification of an intercept. */
final class PreviewedSpec {

    private PreviewedSpec() {}

    /** The same with another ingress, and the hosted service's identifier. */
    static InterceptSpec of(InterceptSpec spec, @Nullable Ingress ingress, @Nullable String cloudId) {
        return new InterceptSpec(
                spec.workload(),
                spec.service(),
                spec.servicePort(),
                spec.mechanism(),
                spec.match(),
                spec.target(),
                spec.sessionId(),
                spec.owner(),
                spec.route(),
                ingress,
                cloudId);
    }

    /**
     * The ingress that the answers stand for.
     *
     * @throws dev.intercepts.connector.contract.FailureException where one is missing or is none
     */
    static Ingress ingress(IngressOptions answers) {
        String host = demand(answers.host(), "--ingress-host");
        int port = demand(answers.port(), "--ingress-port");
        boolean tls = demand(answers.tls(), "--ingress-tls");
        if (port < 1 || port > 65_535) {
            throw Failure.usage("bad-port", "--ingress-port: " + port + " (expected: 1-65535)", "mend it");
        }
        return new Ingress(host, port, tls, host.equals(answers.l5Host()) ? null : answers.l5Host());
    }

    private static <T> T demand(@Nullable T answer, String flag) {
        if (answer == null) {
            throw Failure.usage("answer-needed", "the ingress is not known", "give it with " + flag);
        }
        return answer;
    }
}
