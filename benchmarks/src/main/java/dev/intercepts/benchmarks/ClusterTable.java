package dev.intercepts.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns what was measured on a cluster into a table beside what is aimed at and what Telepresence 2.20.2 reached. */
final class ClusterTable {

    private ClusterTable() {}

    /** Values by name, in the order in which they came: seconds, requests a second, MiB. */
    static final class Measured {

        private final Map<String, List<Double>> values = new LinkedHashMap<>();
        private long errors;

        void add(String name, double value) {
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }

        void errors(long more) {
            errors += more;
        }

        /** Forgets the loads, which were to warm things up. */
        void clearLoads() {
            values.keySet().removeIf(name -> name.matches(".* \\d+"));
            errors = 0;
        }

        double median(String name) {
            return Statistics.median(values.getOrDefault(name, List.of()));
        }

        /** Milliseconds of a request, where one connection sends one after the other. */
        double millis(String name) {
            return 1000 / median(name);
        }
    }

    static String markdown(Measured measured) {
        StringBuilder table = new StringBuilder("""
                | | measured | aim | Telepresence 2.20.2 |
                |---|--:|--:|--:|
                """);
        row(table, "intercept to `ACTIVE`, agent there (s)", measured.median("intercept"), "≤ 0.4", "0.13 to 0.8");
        double rollOut = measured.median("roll-out");
        row(table, "first intercept (s)", measured.median("first intercept"), "≤ " + number(rollOut + 2), "2.1");
        row(table, "… of which a roll-out of the same pod without agent takes", rollOut, "", "");
        row(table, "connect (s)", measured.median("connect"), "≤ 2", "5.8");
        row(table, "request without agent, 1 connection (ms)", measured.millis("plain 1"), "", "0.20");
        row(table, "not intercepted, 1 connection (ms)", measured.millis("agent 1"), "≤ 0.30", "0.41");
        double plain = measured.median("plain 32");
        row(table, "requests/s without agent, 32 connections", plain, "", "");
        row(table, "not intercepted, 32 connections (requests/s)", measured.median("agent 32"), "", "");
        row(table, "… ÷ without agent", measured.median("agent 32") / plain, "≥ 0.7", "0.5");
        row(table, "intercepted, 1 connection (ms)", measured.millis("intercepted 1"), "≤ 1", "2.8");
        double intercepted = measured.median("intercepted 32");
        row(table, "intercepted, 32 connections (requests/s)", intercepted, "≥ 6,420", "2,140");
        row(table, "… ÷ Telepresence 2.20.2", intercepted / 2140, "≥ 3", "1");
        row(table, "agent at rest (MiB)", measured.median("agent at rest"), "≤ 72", "48");
        row(table, "agent after load (MiB)", measured.median("agent after load"), "≤ 96", "121");
        row(table, "manager (MiB)", measured.median("manager after load"), "≤ 160", "59");
        row(table, "daemon (MiB)", measured.median("daemon after load"), "≤ 128", "74");
        return table + "\nRequests that were not answered well: " + measured.errors + ".\n";
    }

    private static void row(StringBuilder table, String what, double value, String aim, String other) {
        table.append("| %s | %s | %s | %s |%n".formatted(what, number(value), aim, other));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
