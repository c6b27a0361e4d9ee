package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is to be said of the laptop. */
public final class LaptopChecks {

    /** A state file is some kilobytes, a log 4 MB. */
    private static final long TOO_LITTLE = 1L << 20;

    private static final long LITTLE = 50L << 20;
    private static final Set<String> PROXIES = Set.of("http_proxy", "https_proxy", "all_proxy");
    private static final Set<String> OWN = Set.of("localhost", "127.0.0.1");

    private LaptopChecks() {}

    /** The findings, in order. */
    public static List<Finding> of(LaptopFacts facts) {
        return List.of(directory(facts), disk(facts), variables(facts), daemon(facts));
    }

    private static Finding directory(LaptopFacts facts) {
        String check = "configuration";
        String directory = facts.directory();
        if (!facts.writable()) {
            return Finding.fail(
                    check,
                    directory + " cannot be written",
                    "make it yours (`chown`, `chmod u+rwx`), or name another one with --config");
        }
        if (!facts.exists()) {
            return Finding.ok(check, directory + " is made when it is needed");
        }
        if (facts.permissions() != null && !facts.permissions().endsWith("------")) {
            return Finding.warn(
                    check,
                    "%s is open to others (%s)".formatted(directory, facts.permissions()),
                    "`chmod 700 %s`".formatted(directory));
        }
        if (!facts.open().isEmpty()) {
            return Finding.warn(
                    check,
                    "others may read %s in %s".formatted(String.join(", ", facts.open()), directory),
                    "`chmod 600` them, and log in anew if others use this machine");
        }
        return Finding.ok(check, directory);
    }

    private static Finding disk(LaptopFacts facts) {
        String check = "disk";
        String left = "%d MiB are left for %s".formatted(facts.freeBytes() >> 20, facts.directory());
        if (facts.freeBytes() < TOO_LITTLE) {
            return Finding.fail(check, left, "make room: nothing can be remembered");
        }
        return facts.freeBytes() < LITTLE ? Finding.warn(check, left, "make room") : Finding.ok(check, left);
    }

    /** Of the proxies only where they are, never a password that stands in the URL. */
    private static Finding variables(LaptopFacts facts) {
        String check = "proxy variables";
        Map<String, String> set = new TreeMap<>();
        List<String> spared = new ArrayList<>();
        facts.environment().forEach((name, value) -> {
            String lower = name.toLowerCase(java.util.Locale.ROOT);
            if (PROXIES.contains(lower) && !value.isBlank()) {
                set.put(name, withoutLogin(value));
            } else if (lower.equals("no_proxy")) {
                spared.addAll(List.of(value.strip().split("\\s*,\\s*")));
            }
        });
        if (set.isEmpty()) {
            return Finding.ok(check, "none is set");
        }
        return spared.contains("*") || spared.containsAll(OWN)
                ? Finding.ok(check, set + " are set, and spare this laptop's own addresses")
                : Finding.warn(
                        check,
                        set + " are set: programs may ask that proxy for this laptop's own services",
                        "add localhost,127.0.0.1 to NO_PROXY");
    }

    /** A URL as it may be shown: user and password in it are left out. */
    public static String withoutLogin(String url) {
        return url.replaceFirst("^([a-zA-Z0-9]+://)?[^/@]*@", "$1");
    }

    private static Finding daemon(LaptopFacts facts) {
        String check = "daemon";
        Failure failure = facts.daemonFailure();
        if (failure != null) {
            return Finding.fail(check, failure);
        }
        String version = facts.daemonVersion();
        if (version == null) {
            return Finding.fail(check, "none answers", "see daemon.log in " + facts.directory());
        }
        return version.equals(facts.ownVersion())
                ? Finding.ok(check, "runs, version " + version)
                : Finding.warn(
                        check,
                        "is of version %s, the command of %s".formatted(version, facts.ownVersion()),
                        "`telepresence quit`: the next command starts one of its own version");
    }
}
