package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Views.WorkloadLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What has become of a workload between two listings; {@code workload} is how it is, or how it was before it went. */
record WorkloadChange(Kind change, WorkloadLine workload) {

    /** What can become of it. */
    enum Kind {
        added,
        changed,
        removed
    }

    /** What is new or other than before, in the order of {@code now}, then what is gone. */
    static List<WorkloadChange> between(List<WorkloadLine> before, List<WorkloadLine> now) {
        Map<List<String>, WorkloadLine> old = byName(before);
        Map<List<String>, WorkloadLine> there = byName(now);
        Stream<WorkloadChange> present = there.entrySet().stream()
                .filter(each -> !each.getValue().equals(old.get(each.getKey())))
                .map(each -> new WorkloadChange(
                        old.containsKey(each.getKey()) ? Kind.changed : Kind.added, each.getValue()));
        Stream<WorkloadChange> gone = old.entrySet().stream()
                .filter(each -> !there.containsKey(each.getKey()))
                .map(each -> new WorkloadChange(Kind.removed, each.getValue()));
        return Stream.concat(present, gone).toList();
    }

    private static Map<List<String>, WorkloadLine> byName(List<WorkloadLine> lines) {
        Map<List<String>, WorkloadLine> named = new LinkedHashMap<>();
        lines.forEach(line -> named.put(List.of(line.namespace(), line.kind(), line.name()), line));
        return named;
    }
}
