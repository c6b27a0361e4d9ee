package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Finding;
import java.util.List;
import java.util.Map;

/** Whether names resolve. */
public final class NameChecks {

    private NameChecks() {}

    /**
     * The finding.
     *
     * @param names whether each of the hosts that are needed has an address, as the daemon sees it
     */
    public static Finding of(Map<String, Boolean> names) {
        String check = "DNS";
        List<String> unknown = names.entrySet().stream()
                .filter(name -> !name.getValue())
                .map(Map.Entry::getKey)
                .toList();
        return unknown.isEmpty()
                ? Finding.ok(
                        check,
                        names.isEmpty()
                                ? "no name is needed"
                                : "addresses are known for " + String.join(", ", names.keySet()))
                : Finding.fail(
                        check,
                        "no address for " + String.join(", ", unknown),
                        "see /etc/resolv.conf and your VPN; names behind a proxy must be reached through it");
    }
}
