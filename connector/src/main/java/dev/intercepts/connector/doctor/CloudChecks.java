package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import java.util.ArrayList;
import java.util.List;

/** What is to be said of the hosted service, which intercepts without preview URL do without. */
public final class CloudChecks {

    /** Access tokens are renewed a minute before they end. */
    private static final long SKEW = 30;

    private static final long TOO_MUCH_SKEW = 120;

    private CloudChecks() {}

    /** The findings, in order. */
    public static List<Finding> of(CloudFacts facts) {
        String check = "hosted service";
        if (facts.url() == null) {
            return List.of(Finding.ok(check, "nobody is logged in: intercepts without preview URL do without it"));
        }
        Failure unreachable = facts.unreachable();
        if (unreachable != null) {
            return List.of(Finding.fail(check, unreachable));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(check, "%s answers, version %s".formatted(facts.url(), facts.version())));
        Long skew = facts.skewSeconds();
        if (skew != null) {
            findings.add(clock(skew));
        }
        Failure login = facts.loginFailure();
        findings.add(login == null ? Finding.ok("login", facts.who() + "") : Finding.fail("login", login));
        return findings;
    }

    private static Finding clock(long skew) {
        String check = "clock";
        long off = Math.abs(skew);
        String how = "this laptop's is %d s %s the hosted service's".formatted(off, skew > 0 ? "ahead of" : "behind");
        String set = "set the clock by NTP (`timedatectl set-ntp true`)";
        if (off > TOO_MUCH_SKEW) {
            return Finding.fail(check, how, set);
        }
        return off > SKEW ? Finding.warn(check, how, set) : Finding.ok(check, "agrees with the hosted service's");
    }
}
