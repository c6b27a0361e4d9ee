package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import java.util.ArrayList;
import java.util.List;

/** What is to be said of the ways between cluster and laptop. */
public final class LinkChecks {

    private LinkChecks() {}

    /**
     * The findings, in order.
     *
     * @param installed whether there is a Traffic Manager to be reached
     */
    public static List<Finding> of(LinkFacts facts, boolean installed) {
        List<Finding> findings = new ArrayList<>();
        if (installed) {
            Failure forward = facts.portForward();
            findings.add(
                    forward == null
                            ? Finding.ok(
                                    "port-forward", "reaches the Traffic Manager, version " + facts.managerVersion())
                            : Finding.fail("port-forward", forward));
        }
        if (installed && facts.loggedIn() && facts.uplink() != null) {
            findings.add(
                    facts.uplink().startsWith("refused")
                            ? Finding.fail(
                                    "cluster's uplink",
                                    facts.uplink(),
                                    "the next intercept with a preview URL gives the cluster a new token")
                            : Finding.ok("cluster's uplink", facts.uplink()));
        }
        findings.addAll(routes(facts));
        findings.add(ports(facts));
        return findings;
    }

    private static List<Finding> routes(LinkFacts facts) {
        String check = "routes to this laptop";
        String words = "direct: %s; relay: %s".formatted(facts.directWords(), facts.relayWords());
        if (!facts.connected()) {
            return List.of(Finding.ok(check, "not connected"));
        }
        if (facts.direct()) {
            return List.of(
                    facts.relay() || !facts.loggedIn()
                            ? Finding.ok(check, words)
                            : Finding.warn(check, words, "see that the hosted service's tunnel URL can be reached"));
        }
        return List.of(
                facts.relay()
                        ? Finding.warn(
                                check, words, "the relay carries; the Traffic Manager's log says why direct fails")
                        : Finding.fail(check, words, "`telepresence quit` and `telepresence connect`"));
    }

    private static Finding ports(LinkFacts facts) {
        String check = "local ports";
        if (facts.proxyPort() == null) {
            return Finding.fail(
                    check,
                    "the proxy into the cluster has no port on loopback",
                    "see daemon.log; `telepresence quit` frees what a daemon holds");
        }
        if (!facts.silent().isEmpty()) {
            return Finding.warn(
                    check,
                    "nothing listens for " + String.join(", ", facts.silent()),
                    "start your service, or `telepresence leave` the intercept");
        }
        return Finding.ok(check, "the proxy into the cluster is at 127.0.0.1:" + facts.proxyPort());
    }
}
